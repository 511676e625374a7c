package dev.tercet.storage.qdrant;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Points of one extraction.
 *
 * @param project the project they carry
 * @param extraction the extraction they belong to
 */
record SamplePoints(UUID project, UUID extraction) {
  static final long EPOCH = 1_795_377_600_123_456L;

  SamplePoints() {
    this(UUID.randomUUID(), UUID.randomUUID());
  }

  /** Another extraction of the same project. */
  SamplePoints sibling() {
    return new SamplePoints(project, UUID.randomUUID());
  }

  UUID id(int ordinal) {
    return EmbeddingId.of(extraction, ordinal, hash(ordinal), TestQdrant.MODEL);
  }

  private static Fingerprint hash(int ordinal) {
    return Fingerprint.of("passage " + ordinal);
  }

  Point point(int ordinal, long epoch, float... vector) {
    return new Point(
        id(ordinal),
        vector,
        new Point.Payload(project, extraction, ordinal, 1, epoch, hash(ordinal), TestQdrant.MODEL));
  }

  Point point(int ordinal) {
    return point(ordinal, EPOCH, 1, ordinal, 0.5f);
  }

  List<Point> points(int count) {
    return IntStream.range(0, count).mapToObj(this::point).toList();
  }

  List<UUID> ids(int count) {
    return IntStream.range(0, count).mapToObj(this::id).toList();
  }
}
