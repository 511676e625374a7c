package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The short ways that the rules share. */
interface OnPoints {
  UUID PROJECT = new UUID(0x0190_0000_0000_7001L, 0x8000_0000_0000_0001L);
  UUID EXTRACTION = new UUID(0x0190_0000_0000_7002L, 0x8000_0000_0000_0001L);

  FreshPoints points();

  /** The store, with its collection. */
  default PointStore store() {
    points().store().ensureCollection();
    return points().store();
  }

  default Point point(UUID extraction, int ordinal, long epoch) {
    return point(PROJECT, extraction, ordinal, epoch, direction(1, ordinal));
  }

  default Point point(UUID project, UUID extraction, int ordinal, long epoch, float[] vector) {
    Fingerprint hash = Fingerprint.of("passage " + ordinal);
    return new Point(
        EmbeddingId.of(extraction, ordinal, hash, "model"),
        vector,
        new Point.Payload(project, extraction, ordinal, 1, epoch, hash, "model"));
  }

  default List<Point> manyPoints(UUID extraction, int count) {
    return IntStream.range(0, count).mapToObj(n -> point(extraction, n, 1)).toList();
  }

  /** A vector in the plane of the first two axes. */
  default float[] direction(float x, float y) {
    float[] vector = new float[points().dimension()];
    vector[0] = x;
    vector[1] = y;
    return vector;
  }

  default StoredPoint stored(PointStore store, UUID id) {
    List<StoredPoint> found = List.copyOf(store.get(List.of(id)).values());
    assertThat(found).extracting(StoredPoint::id).as("the point").containsExactly(id);
    return found.getFirst();
  }

  static UUID extraction(int number) {
    return new UUID(0x0190_0000_0000_7003L, 0x8000_0000_0000_0000L | number);
  }
}
