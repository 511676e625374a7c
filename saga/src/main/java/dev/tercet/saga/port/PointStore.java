package dev.tercet.saga.port;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.BucketSpan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One collection of points. Only confirmed writes return; one with an unknown outcome is read back
 * before it is believed. A collection that is not there throws {@link CollectionMissingException},
 * a store that is away {@link StoreUnavailableException}.
 */
public interface PointStore {

  /** The collection's full name: prefix, embedding model and dimension. */
  String collection();

  /** What was found where the collection should be. */
  enum Ensured {
    /** It was there, with our shape. */
    PRESENT,
    /** It was not there and has been created, with its field indexes. */
    CREATED
  }

  /**
   * Creates the collection and its field indexes if absent, and makes what an earlier release has
   * created as it would be now, index by index, while everybody goes on. A collection of another
   * dimension or distance under that name is refused with {@link IllegalStateException}, never
   * dropped.
   */
  Ensured ensureCollection();

  /** True when the collection is there. */
  boolean exists();

  /**
   * Drops the collection unless a point is in it, whoever owns it; true when it is not there
   * afterwards. Only for one that no row names any more.
   */
  boolean dropIfEmpty();

  /**
   * Writes points, each unless a point of a higher epoch stands there; returns once all are
   * confirmed.
   */
  void upsert(List<Point> points);

  /**
   * Removes points by id; absent ones are fine.
   *
   * @param upToEpoch points of a higher epoch stay; {@link Long#MAX_VALUE} for no such limit
   */
  void remove(Collection<UUID> ids, long upToEpoch);

  /** The payloads of those of these points that exist, whoever owns them ({@code owner} tells). */
  Map<UUID, StoredPoint> get(Collection<UUID> ids);

  /**
   * Those of these points that stand on every replica: what is not among them has to be written
   * again, but may well stand on some, so that this never proves that a point is gone.
   */
  Map<UUID, StoredPoint> whole(Collection<UUID> ids);

  /**
   * A point as it stands in the store.
   *
   * @param owner the installation that wrote it; null for a point that carries none
   * @param payload null when the payload is not one of ours or is damaged
   */
  record StoredPoint(UUID id, @Nullable UUID owner, Point.@Nullable Payload payload) {}

  /**
   * Which of our points (by owner) to scroll through.
   *
   * @param buckets only these
   * @param project only points that carry this project; null for all
   */
  record Selection(BucketSpan buckets, @Nullable UUID project) {
    /** Every point of this installation. */
    public static final Selection ALL = new Selection(BucketSpan.ALL, null);

    /** All that carry this project. */
    public static Selection ofProject(UUID project) {
      return new Selection(BucketSpan.ALL, project);
    }
  }

  /**
   * Our points in id order, as unsigned bytes, from the id {@code from} on (null for the start).
   */
  List<StoredPoint> scroll(Selection selection, @Nullable UUID from, int limit);

  /**
   * The ids of the points that carry one of these extractions, in id order after {@code after}
   * (null for the start).
   */
  List<UUID> idsOf(Collection<UUID> extractions, @Nullable UUID after, int limit);

  /**
   * How many of our points each bucket has, exactly; empty buckets are not keys. Throws {@link
   * IndexMissingException} while there is no index over buckets.
   */
  default Map<Integer, Long> bucketCounts() {
    return bucketCounts(BucketSpan.ALL);
  }

  /** The same of these buckets only. */
  Map<Integer, Long> bucketCounts(BucketSpan buckets);

  /** How many points are ours, exactly. */
  long count();

  /** A hit of a search. {@code score} is the cosine similarity. */
  record Hit(UUID embeddingId, UUID extraction, float score) {}

  /**
   * The points of the project nearest to the vector, best first.
   *
   * @param only only points of these extractions; empty for all
   * @param without extractions to leave out
   */
  List<Hit> search(
      UUID project, float[] vector, int limit, Collection<UUID> only, Collection<UUID> without);

  /** The index that a count by bucket needs is not there; {@link #ensureCollection} makes it. */
  final class IndexMissingException extends RuntimeException {
    public IndexMissingException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The collection does not exist (any more). */
  final class CollectionMissingException extends RuntimeException {
    public CollectionMissingException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
