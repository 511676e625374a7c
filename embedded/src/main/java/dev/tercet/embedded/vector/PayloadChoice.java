package dev.tercet.embedded.vector;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a payload an answer shows.
 *
 * <p>The stored bytes are those of a {@link RetrievedPoint} with nothing but a payload, which a
 * {@code ScoredPoint} has under the same number, so either is filled by merging them.
 */
sealed interface PayloadChoice {
  /** Adds the chosen part to an answer under construction. */
  void copy(BytesRef stored, Message.Builder target) throws InvalidProtocolBufferException;

  /** Nothing of it. */
  record None() implements PayloadChoice {
    @Override
    public void copy(BytesRef stored, Message.Builder target) {
      // nothing was asked for
    }
  }

  /** All of it. */
  record All() implements PayloadChoice {
    @Override
    public void copy(BytesRef stored, Message.Builder target)
        throws InvalidProtocolBufferException {
      target.mergeFrom(stored.bytes, stored.offset, stored.length);
    }
  }

  /** Only these paths. */
  record Including(List<String> paths) implements PayloadChoice {
    @Override
    public void copy(BytesRef stored, Message.Builder target)
        throws InvalidProtocolBufferException {
      Map<String, Value> payload = parse(stored);
      Map<String, Value> chosen = new HashMap<>();
      paths.forEach(path -> include(payload, path, chosen));
      merge(chosen, target);
    }
  }

  /** All but these paths. */
  record Excluding(List<String> paths) implements PayloadChoice {
    @Override
    public void copy(BytesRef stored, Message.Builder target)
        throws InvalidProtocolBufferException {
      Map<String, Value> payload = new HashMap<>(parse(stored));
      paths.forEach(path -> exclude(payload, path));
      merge(payload, target);
    }
  }

  static PayloadChoice of(WithPayloadSelector selector) {
    return switch (selector.getSelectorOptionsCase()) {
      case ENABLE -> selector.getEnable() ? new All() : new None();
      case INCLUDE -> new Including(selector.getInclude().getFieldsList());
      case EXCLUDE -> new Excluding(selector.getExclude().getFieldsList());
      case SELECTOROPTIONS_NOT_SET -> new None();
    };
  }

  private static Map<String, Value> parse(BytesRef stored) throws InvalidProtocolBufferException {
    return RetrievedPoint.newBuilder()
        .mergeFrom(stored.bytes, stored.offset, stored.length)
        .getPayloadMap();
  }

  private static void merge(Map<String, Value> payload, Message.Builder target)
      throws InvalidProtocolBufferException {
    target.mergeFrom(RetrievedPoint.newBuilder().putAllPayload(payload).build().toByteArray());
  }

  /** Copies a key, or the end of a path through objects, when it is there. */
  private static void include(Map<String, Value> from, String path, Map<String, Value> into) {
    @Nullable Value whole = from.get(path);
    int dot = path.indexOf('.');
    if (whole != null) {
      into.put(path, whole);
    } else if (dot > 0) {
      String head = path.substring(0, dot);
      Map<String, Value> inner = new HashMap<>(fields(into.get(head)));
      include(fields(from.get(head)), path.substring(dot + 1), inner);
      if (!inner.isEmpty()) {
        into.put(head, object(inner));
      }
    }
  }

  private static void exclude(Map<String, Value> from, String path) {
    int dot = path.indexOf('.');
    if (from.remove(path) == null && dot > 0) {
      String head = path.substring(0, dot);
      @Nullable Value nested = from.get(head);
      if (nested != null && nested.hasStructValue()) {
        Map<String, Value> inner = new HashMap<>(fields(nested));
        exclude(inner, path.substring(dot + 1));
        from.put(head, object(inner));
      }
    }
  }

  private static Map<String, Value> fields(@Nullable Value value) {
    return value == null ? Map.of() : value.getStructValue().getFieldsMap();
  }

  private static Value object(Map<String, Value> fields) {
    return Value.newBuilder().setStructValue(Struct.newBuilder().putAllFields(fields)).build();
  }
}
