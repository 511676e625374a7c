package dev.tercet.saga.port;

import dev.tercet.saga.Scope;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removal rows: the outbox of points that must go (docs/protocol.md §6). */
public interface RemovalStore {

  /** Why the points go. */
  enum Reason {
    SUPERSEDED,
    CANCELLED,
    DELETING
  }

  /**
   * A removal to work on.
   *
   * @param confirmedAt when its points were first confirmed absent; null before
   */
  record Removal(
      UUID extraction,
      UUID project,
      Reason reason,
      Instant createdAt,
      @Nullable Instant confirmedAt) {}

  /**
   * Removals whose points are not confirmed absent yet or whose second look is due, oldest first.
   */
  List<Removal> due(Scope scope, int limit);

  /**
   * How many removals are not yet confirmed (drift); those that only wait for their second look do
   * not count.
   */
  long unconfirmed(Scope scope);

  /**
   * The point of a passage.
   *
   * @param point its id, which is derived (S5) where the row does not name it any more
   */
  record PassagePoint(UUID extraction, int ordinal, UUID point) {
    /**
     * The same of a row.
     *
     * @param named the id that the row names; null when it names none any more
     */
    public static PassagePoint of(
        UUID extraction, int ordinal, @Nullable UUID named, Fingerprint contentHash, String model) {
      return new PassagePoint(
          extraction,
          ordinal,
          named == null ? EmbeddingId.of(extraction, ordinal, contentHash, model) : named);
    }
  }

  /**
   * The points of all passages of these extractions, confirmed absent or not, by extraction and
   * ordinal after {@code after} (null for the start).
   */
  List<PassagePoint> passagePoints(
      Collection<UUID> extractions, @Nullable PassagePoint after, int limit);

  /**
   * The points were confirmed absent: clears their ids in the rows, and makes the second look due
   * after {@code wait}.
   */
  void confirmed(Collection<UUID> extractions, Duration wait);

  /**
   * The second look found nothing: each of these removals is over that still stands as it was read;
   * when deleting, the rows are dropped (audit stays), and with them the entities that nothing
   * mentions any more. One that began anew meanwhile goes on; one whose rows are too many to go
   * with the others stays due.
   */
  default void finished(Collection<Removal> read) {
    finished(read, false);
  }

  /**
   * The same.
   *
   * @param everywhere every store was read and holds nothing of them: the history of what is
   *     dropped ends with a line that says so
   */
  void finished(Collection<Removal> read, boolean everywhere);

  /** The reason that the last line of a history gives. */
  String RECEIPT = "Postgres, Redis and Qdrant were read and hold nothing of it";

  /** It could not be done now: {@code reason} is kept, and it is due again after {@code wait}. */
  void failed(Collection<UUID> extractions, String reason, Duration wait);

  /**
   * What one call of {@link #followTombstones} did.
   *
   * @param turned how many extractions turned {@code deleting}
   * @param more whether a project with a tombstone may have another one: the caller comes again
   */
  record Followed(int turned, boolean more) {}

  /**
   * Turns the next extractions of one project with a tombstone {@code deleting}, each with its
   * removal row, at most {@code limit}; whoever comes next goes on from there. A few pages in which
   * nothing turns are passed over in one call, and no more.
   */
  Followed followTombstones(int limit);

  /**
   * How many extractions of projects with a tombstone are not deleting yet, among the next {@code
   * most} of them.
   */
  long untouched(int most);

  /**
   * Drops the rows of that kind in these places, if they are still orphans: an extraction that is
   * there by now, or a mention under way, keeps them. Returns how many went.
   */
  int dropOrphanRows(LedgerAudit.Part part, Collection<LedgerAudit.Place> places);

  /**
   * Drops what is left of one deleted project that has no extraction, page by page and its own row
   * last, when no table holds rows of it. Returns 0 when there is none.
   */
  int dropDeletedProjects();
}
