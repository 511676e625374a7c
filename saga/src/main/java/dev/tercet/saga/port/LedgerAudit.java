package dev.tercet.saga.port;

import dev.tercet.saga.Passage;
import dev.tercet.saga.Point;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What recovery asks of the ledger to compare it with the other stores. Reads only, on the
 * database's clock; every list is a page, so that memory stays flat.
 */
public interface LedgerAudit {

  /**
   * Pending rows that have been due for at least {@code age} and that no relay has in hand, by id
   * after {@code after} (null for the start).
   */
  List<ExtractionStore.Due> unpublished(Scope scope, Duration age, @Nullable UUID after, int limit);

  /**
   * A queued row and where its message was put; {@code updatedAt} tells whether it changed between
   * two looks.
   */
  record QueuedRow(Publication publication, Instant updatedAt) {}

  /** Queued rows by id after {@code after} (null for the start). */
  List<QueuedRow> queued(Scope scope, @Nullable UUID after, int limit);

  /** Those of these extractions that are still queued, at the same epoch, position and marker. */
  List<QueuedRow> stillQueued(Collection<QueuedRow> rows);

  /** How far claims have come in each queue; one that never saw a claim is no key. */
  Map<QueueName, ClaimedSoFar> claimed();

  /**
   * A claim whose holder is dead or late.
   *
   * @param cause what was seen; the release looks again
   */
  record DeadClaim(UUID project, UUID extraction, long epoch, UUID session, ReleaseCause cause) {}

  /**
   * Claims whose session has no open row, a free lock or a stale heartbeat, or whose deadline has
   * passed, by id after {@code after} (null for the start).
   */
  List<DeadClaim> deadClaims(Scope scope, Duration lease, @Nullable UUID after, int limit);

  /**
   * A passage that has a point, without its text.
   *
   * @param project its project
   * @param generation of its extraction
   * @param living whether readers may see it
   * @param status of its extraction
   * @param epoch of its extraction's newest claim
   */
  record PointRow(
      UUID embeddingId,
      UUID project,
      UUID extraction,
      int ordinal,
      long generation,
      Fingerprint contentHash,
      String model,
      boolean living,
      Status status,
      long epoch) {
    /** What the row's point carries when it is written at {@code pointEpoch}. */
    public Point.Payload payload(long pointEpoch) {
      return payload(model, pointEpoch);
    }

    /** What its point of another model carries. */
    public Point.Payload payload(String pointModel, long pointEpoch) {
      return new Point.Payload(
          project, extraction, ordinal, generation, pointEpoch, contentHash, pointModel);
    }
  }

  /**
   * Rows with a point of this model, by (extraction, ordinal) after {@code after} (null for the
   * start).
   */
  List<PointRow> pointRows(Scope scope, String model, @Nullable PointRow after, int limit);

  /**
   * Rows with a point of this model whose id lies in these buckets, by id after {@code after} (null
   * for the start).
   */
  List<PointRow> pointRowsOfBuckets(
      BucketSpan buckets, String model, @Nullable UUID after, int limit);

  /**
   * How many rows with a point of this model each bucket has, whatever their status; empty ones are
   * not keys.
   */
  default Map<Integer, Long> bucketCounts(String model) {
    return bucketCounts(model, BucketSpan.ALL);
  }

  /** The same of these buckets only; kept with the rows, so that nobody counts them. */
  Map<Integer, Long> bucketCounts(String model, BucketSpan buckets);

  /** How many rows with a point of this model one bucket has, counted one by one. */
  long bucketCount(int bucket, String model);

  /** The rows of these points, absent ones left out; for a second look. */
  List<PointRow> pointRows(Collection<UUID> embeddingIds);

  /** The passages of these points, with their texts; absent ones left out. */
  List<Passage> passages(Collection<UUID> embeddingIds);

  /**
   * What the ledger knows of an extraction that a point names.
   *
   * @param removalState whether a removal row takes care of its points
   */
  record ExtractionStanding(
      UUID extraction, UUID project, Status status, long epoch, RemovalState removalState) {}

  /** How far the removal of an extraction's points is. */
  enum RemovalState {
    /** There is no removal row. */
    NO,
    /** The points were not yet confirmed absent. */
    OPEN,
    /** They were, and the second look is still to come. */
    CONFIRMED
  }

  /** The standings of these extractions; those without a row are left out. */
  List<ExtractionStanding> standings(Collection<UUID> extractions);

  /** Which rows name an extraction; an entity is named by its mentions. */
  enum Part {
    DOCUMENT,
    PASSAGE,
    CALL,
    MENTION,
    ENTITY
  }

  /**
   * Where a walk through rows of one kind stands.
   *
   * @param project of documents, which are walked project by project; zero for all others
   * @param id of the extraction that is named; an entity's own
   * @param entity where the entities of one project stand, which are walked by it; the start for
   *     all others
   */
  record Place(UUID project, UUID id, EntityStore.Place entity) {
    /** Before all others. */
    public static final Place START = new Place(new UUID(0, 0), new UUID(0, 0));

    /** A place that is no entity's of one project. */
    public Place(UUID project, UUID id) {
      this(project, id, EntityStore.Place.START);
    }
  }

  /** Rows of one kind in one place whose extraction is gone: so many. */
  record OrphanRow(Part part, Place place, long rows) {}

  /**
   * A stretch of a walk.
   *
   * @param looked how many places were looked at
   * @param next where the walk goes on; null at its end
   */
  record OrphanRowPage(List<OrphanRow> rows, int looked, @Nullable Place next) {}

  /**
   * Rows whose extraction is gone, and entities that nothing mentions, among the next {@code limit}
   * places. Of one project only documents and entities are looked for, which stand together: all
   * others are walked across projects, and by sweeps. Of one extraction there are none to look for.
   */
  OrphanRowPage orphanRows(Scope scope, Part part, Place after, int limit);

  /** The same of several parts, each from its place, in one trip. */
  default Map<Part, OrphanRowPage> orphanRows(Scope scope, Map<Part, Place> after, int limit) {
    Map<Part, OrphanRowPage> pages = new EnumMap<>(Part.class);
    after.forEach((part, place) -> pages.put(part, orphanRows(scope, part, place, limit)));
    return pages;
  }

  /**
   * True when nothing is pending, queued, processing or to be removed and no project has a
   * tombstone, at one moment.
   */
  boolean isQuiet();

  /**
   * How long the oldest row has waited that should move on, by the database's clock: a pending one
   * that is due, a queued or processing one, a removal that is not confirmed; null when there is
   * none.
   */
  @Nullable Duration oldestUnconverged();
}
