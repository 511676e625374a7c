package dev.tercet.storage.qdrant;

import dev.tercet.saga.Point;
import dev.tercet.saga.VectorCheck;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.PointStore;
import dev.tercet.storage.batch.BatchLimits;
import dev.tercet.storage.batch.GroupCommit;
import io.qdrant.client.grpc.Common.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One collection of Qdrant: each act of the port and who does it. */
final class QdrantPointStore implements PointStore, AutoCloseable {
  private static final int BATCH = 256;
  private static final int IN_FLIGHT = 2;

  /**
   * Below the 4 MiB that a gRPC server takes unless it is told otherwise, as a proxy may not be.
   */
  private static final long BATCH_BYTES = 3L << 20;

  private final QdrantChannel channel;
  private final CollectionSchema schema;
  private final UUID owner;
  private final Filter ours;
  private final GroupCommit<Point, Boolean> upserting;
  private final PointReader points;
  private final PointRemoval removal;
  private final PointSearch search;

  QdrantPointStore(
      QdrantChannel channel, QdrantSettings settings, CollectionSchema schema, UUID owner) {
    this.channel = channel;
    this.schema = schema;
    this.owner = owner;
    this.ours = Filters.of(owner, Selection.ALL);
    this.points = new PointReader(channel, schema.collection());
    this.removal = new PointRemoval(channel, schema.collection());
    this.search = new PointSearch(channel, schema.collection());
    this.upserting =
        new GroupCommit<>(
            "upsert-" + schema.collection(),
            new PointUpsert(channel, schema.collection(), owner, points),
            BatchLimits.DEFAULT
                .with(BATCH, IN_FLIGHT)
                .withBytes(BATCH_BYTES)
                .with(settings.patience()));
  }

  @Override
  public String collection() {
    return schema.collection();
  }

  @Override
  public Ensured ensureCollection() {
    return schema.ensure(channel);
  }

  @Override
  public boolean exists() {
    return schema.exists(channel);
  }

  @Override
  public boolean dropIfEmpty() {
    return schema.dropIfEmpty(channel);
  }

  @Override
  public void upsert(List<Point> batch) {
    batch.forEach(point -> check("point " + point.id(), point.vector()));
    upserting.submitAll(batch);
  }

  @Override
  public void remove(Collection<UUID> ids, long upToEpoch) {
    removal.remove(ids, upToEpoch);
  }

  @Override
  public Map<UUID, StoredPoint> get(Collection<UUID> ids) {
    return points.get(ids);
  }

  @Override
  public Map<UUID, StoredPoint> whole(Collection<UUID> ids) {
    return points.whole(ids);
  }

  @Override
  public List<StoredPoint> scroll(Selection selection, @Nullable UUID from, int limit) {
    return limit < 1 ? List.of() : points.scroll(Filters.of(owner, selection), from, limit, true);
  }

  /** Asks for one more, since Qdrant's offset is the first id of a page, not the last before it. */
  @Override
  public List<UUID> idsOf(Collection<UUID> extractions, @Nullable UUID after, int limit) {
    if (extractions.isEmpty() || limit < 1) {
      return List.of();
    }
    Filter filter =
        Filter.newBuilder()
            .addMust(Filters.ownedBy(owner))
            .addMust(Filters.ofExtractions(extractions))
            .build();
    return points.scroll(filter, after, after == null ? limit : limit + 1, false).stream()
        .map(StoredPoint::id)
        .filter(id -> !id.equals(after))
        .limit(limit)
        .toList();
  }

  @Override
  public Map<Integer, Long> bucketCounts(BucketSpan buckets) {
    return points.buckets(Filters.of(owner, buckets), buckets.end() - buckets.first());
  }

  @Override
  public long count() {
    return points.count(ours);
  }

  @Override
  public List<Hit> search(
      UUID project, float[] vector, int limit, Collection<UUID> only, Collection<UUID> without) {
    check("the query", vector);
    return limit < 1 ? List.of() : search.nearest(project, vector, limit, only, without);
  }

  /** Qdrant would take it. */
  private void check(String whose, float[] vector) {
    String fault = VectorCheck.fault(vector, schema.dimension());
    if (fault != null) {
      throw new IllegalArgumentException(whose + ": " + fault);
    }
  }

  /** Writes what is waiting and takes nothing more. */
  @Override
  public void close() {
    upserting.close();
  }
}
