package dev.tercet.testkit.memory.point;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.PointStore;
import dev.tercet.testkit.memory.point.PointCollection.Stored;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Qdrant in memory: exact search, fenced writes, and the power to lose the collection or single
 * points.
 */
public final class InMemoryPointStore implements PointStore {
  private final PointCollection shared;
  private final String collection;
  private final UUID owner;
  private final int dimension;

  /** A store whose collection does not exist yet. */
  public InMemoryPointStore(String collection, UUID owner, int dimension) {
    this(new PointCollection(), collection, owner, dimension);
  }

  private InMemoryPointStore(PointCollection shared, String collection, UUID owner, int dimension) {
    this.shared = shared;
    this.collection = collection;
    this.owner = owner;
    this.dimension = dimension;
  }

  /** The same collection as another installation sees it, which may expect another dimension. */
  public InMemoryPointStore sharedWith(UUID otherOwner, int otherDimension) {
    return new InMemoryPointStore(shared, collection, otherOwner, otherDimension);
  }

  @Override
  public String collection() {
    return collection;
  }

  @Override
  public Ensured ensureCollection() {
    return shared.locked(() -> {
      if (shared.points() == null) {
        shared.create(dimension);
        return Ensured.CREATED;
      }
      if (shared.dimension() != dimension) {
        throw new IllegalStateException(
            collection + " has " + shared.dimension() + " dimensions, not " + dimension);
      }
      shared.counted(true);
      return Ensured.PRESENT;
    });
  }

  @Override
  public boolean exists() {
    return shared.locked(() -> shared.points() != null);
  }

  @Override
  public boolean dropIfEmpty() {
    return shared.locked(() -> {
      NavigableMap<UUID, Stored> points = shared.points();
      if (points != null && points.isEmpty()) {
        shared.drop();
      }
      return shared.points() == null;
    });
  }

  private <T> T existing(Function<NavigableMap<UUID, Stored>, T> act) {
    return shared.locked(() -> {
      NavigableMap<UUID, Stored> points = shared.points();
      if (points == null) {
        throw new CollectionMissingException("collection " + collection + " is absent", null);
      }
      return act.apply(points);
    });
  }

  @Override
  public void upsert(List<Point> points) {
    points.forEach(point -> VectorMath.check(point.vector(), dimension));
    if (points.isEmpty()) {
      return;
    }
    existing(stored -> {
      points.forEach(point ->
          stored.merge(
              point.id(),
              new Stored(owner, point),
              (before, mine) -> epoch(before) <= epoch(mine) ? mine : before));
      return true;
    });
  }

  private static long epoch(Stored stored) {
    return stored.point().payload().epoch();
  }

  @Override
  public void remove(Collection<UUID> ids, long upToEpoch) {
    if (ids.isEmpty()) {
      return;
    }
    existing(stored -> {
      ids.forEach(id ->
          stored.computeIfPresent(id, (_, point) -> epoch(point) <= upToEpoch ? null : point));
      return true;
    });
  }

  /** There is one replica. */
  @Override
  public Map<UUID, StoredPoint> whole(Collection<UUID> ids) {
    return get(ids);
  }

  @Override
  public Map<UUID, StoredPoint> get(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return existing(stored -> {
      Map<UUID, StoredPoint> found = new HashMap<>();
      for (UUID id : ids) {
        Stored point = stored.get(id);
        if (point != null) {
          found.put(id, seen(point));
        }
      }
      return found;
    });
  }

  private static StoredPoint seen(Stored stored) {
    return new StoredPoint(stored.point().id(), stored.owner(), stored.point().payload());
  }

  @Override
  public List<StoredPoint> scroll(Selection selection, @Nullable UUID from, int limit) {
    return existing(stored ->
        mine(from == null ? stored : stored.tailMap(from, true))
            .map(Stored::point)
            .filter(point -> isSelected(point, selection))
            .limit(limit)
            .map(point -> new StoredPoint(point.id(), owner, point.payload()))
            .toList());
  }

  private static boolean isSelected(Point point, Selection selection) {
    UUID project = selection.project();
    return selection.buckets().contains(EmbeddingId.bucket(point.id()))
        && (project == null || point.payload().project().equals(project));
  }

  @Override
  public List<UUID> idsOf(Collection<UUID> extractions, @Nullable UUID after, int limit) {
    Set<UUID> wanted = Set.copyOf(extractions);
    if (wanted.isEmpty()) {
      return List.of();
    }
    return existing(stored ->
        (after == null ? stored : stored.tailMap(after, false))
            .values().stream()
                .map(Stored::point)
                .filter(point -> wanted.contains(point.payload().extraction()))
                .map(Point::id)
                .limit(limit)
                .toList());
  }

  @Override
  public Map<Integer, Long> bucketCounts(BucketSpan buckets) {
    return existing(stored -> {
      if (!shared.isCounted()) {
        throw new IndexMissingException(collection + " has no index over buckets", null);
      }
      Map<Integer, Long> counts = new TreeMap<>();
      mine(stored)
          .map(point -> EmbeddingId.bucket(point.point().id()))
          .filter(buckets::contains)
          .forEach(bucket -> counts.merge(bucket, 1L, Long::sum));
      return counts;
    });
  }

  @Override
  public long count() {
    return existing(stored -> mine(stored).count());
  }

  private Stream<Stored> mine(NavigableMap<UUID, Stored> stored) {
    return stored.values().stream().filter(point -> owner.equals(point.owner()));
  }

  @Override
  public List<Hit> search(
      UUID project, float[] vector, int limit, Collection<UUID> only, Collection<UUID> without) {
    VectorMath.check(vector, dimension);
    Set<UUID> wanted = Set.copyOf(only);
    Set<UUID> unwanted = Set.copyOf(without);
    return existing(stored ->
        stored.values().stream()
            .map(Stored::point)
            .filter(point -> point.payload().project().equals(project))
            .filter(point -> wanted.isEmpty() || wanted.contains(point.payload().extraction()))
            .filter(point -> !unwanted.contains(point.payload().extraction()))
            .map(point -> hit(point, vector))
            .sorted(Comparator.comparingDouble(Hit::score).reversed())
            .limit(limit)
            .toList());
  }

  private static Hit hit(Point point, float[] vector) {
    return new Hit(
        point.id(), point.payload().extraction(), VectorMath.cosine(point.vector(), vector));
  }

  /** Loses the collection with everything in it. */
  public void dropCollection() {
    shared.locked(() -> {
      shared.drop();
      return true;
    });
  }

  /** Loses the index over buckets. */
  public void dropBucketIndex() {
    shared.locked(() -> {
      shared.counted(false);
      return true;
    });
  }

  /** Loses single points. */
  public void lose(Collection<UUID> ids) {
    remove(ids, Long.MAX_VALUE);
  }

  /** Puts a point there whatever stands in its place: stale, foreign, or nobody's. */
  public void plant(@Nullable UUID plantedOwner, Point point) {
    existing(stored -> {
      stored.put(point.id(), new Stored(plantedOwner, point));
      return true;
    });
  }

  /** Every point, whoever owns it; none while the collection does not exist. */
  public List<StoredPoint> points() {
    return shared.locked(() -> {
      NavigableMap<UUID, Stored> stored = shared.points();
      return stored == null
          ? List.of()
          : stored.values().stream().map(InMemoryPointStore::seen).toList();
    });
  }
}
