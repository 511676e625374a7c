package dev.tercet.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removal rows: the outbox of points that must go (PROTOCOL.md section 6). */
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
   * The point ids that the rows of these extractions name, by id after {@code after} (null for the
   * start).
   */
  List<UUID> pointIds(Collection<UUID> extractions, @Nullable UUID after, int limit);

  /**
   * The points were confirmed absent: clears their ids in the rows, and makes the second look due
   * after {@code wait}.
   */
  void confirmed(Collection<UUID> extractions, Duration wait);

  /**
   * The second look found nothing: the removal is over; when deleting, the rows are dropped (audit
   * stays).
   */
  void finished(Collection<UUID> extractions);

  /** It could not be done now: {@code reason} is kept, and it is due again after {@code wait}. */
  void failed(Collection<UUID> extractions, String reason, Duration wait);

  /**
   * Drops the rows of buried projects that have no extraction left, with their answers and
   * entities.
   */
  int dropBuriedProjects();
}
