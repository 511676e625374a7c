package dev.tercet.storage.qdrant;

import static io.qdrant.client.ValueFactory.value;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.PointStore.StoredPoint;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a point's payload stands in Qdrant (docs/protocol.md §1). */
final class Payloads {
  static final String OWNER = "owner";
  static final String PROJECT = "project";
  static final String EXTRACTION = "extraction";
  static final String EPOCH = "epoch";
  static final String BUCKET = "bucket";
  private static final String ORDINAL = "ordinal";
  private static final String GENERATION = "generation";
  private static final String CONTENT_HASH = "content_hash";
  private static final String MODEL = "model";

  private Payloads() {}

  static Map<String, Value> of(UUID owner, Point point) {
    Point.Payload payload = point.payload();
    return Map.of(
        OWNER, value(owner.toString()),
        PROJECT, value(payload.project().toString()),
        EXTRACTION, value(payload.extraction().toString()),
        ORDINAL, value(payload.ordinal()),
        GENERATION, value(payload.generation()),
        EPOCH, value(payload.epoch()),
        CONTENT_HASH, value(payload.contentHash().hex()),
        MODEL, value(payload.model()),
        BUCKET, value(EmbeddingId.bucket(point.id())));
  }

  /**
   * A point as it stands there; its payload is null when a field is missing or is no such thing.
   */
  static StoredPoint stored(UUID id, Map<String, Value> fields) {
    return new StoredPoint(id, uuid(fields.get(OWNER)), payload(id, fields));
  }

  private static Point.@Nullable Payload payload(UUID id, Map<String, Value> fields) {
    UUID project = uuid(fields.get(PROJECT));
    UUID extraction = uuid(fields.get(EXTRACTION));
    Long ordinal = integer(fields.get(ORDINAL));
    Long generation = integer(fields.get(GENERATION));
    Long epoch = integer(fields.get(EPOCH));
    Long bucket = integer(fields.get(BUCKET));
    Fingerprint contentHash = fingerprint(fields.get(CONTENT_HASH));
    Value model = fields.get(MODEL);
    if (project == null
        || extraction == null
        || ordinal == null
        || ordinal != ordinal.intValue()
        || generation == null
        || epoch == null
        || bucket == null
        || bucket != EmbeddingId.bucket(id)
        || contentHash == null
        || model == null
        || !model.hasStringValue()) {
      return null;
    }
    return new Point.Payload(
        project,
        extraction,
        ordinal.intValue(),
        generation,
        epoch,
        contentHash,
        model.getStringValue());
  }

  static @Nullable UUID uuid(@Nullable Value value) {
    if (value == null || !value.hasStringValue() || value.getStringValue().length() != 36) {
      return null;
    }
    try {
      return UUID.fromString(value.getStringValue());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Long integer(@Nullable Value value) {
    return value != null && value.hasIntegerValue() ? value.getIntegerValue() : null;
  }

  private static @Nullable Fingerprint fingerprint(@Nullable Value value) {
    return value != null && value.hasStringValue() && value.getStringValue().length() == 64
        ? new Fingerprint(value.getStringValue())
        : null;
  }
}
