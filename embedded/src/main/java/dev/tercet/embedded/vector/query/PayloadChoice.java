package dev.tercet.embedded.vector.query;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;

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

  /** Only these keys. */
  record Including(List<String> keys) implements PayloadChoice {
    @Override
    public void copy(BytesRef stored, Message.Builder target)
        throws InvalidProtocolBufferException {
      Map<String, Value> payload =
          new HashMap<>(
              RetrievedPoint.newBuilder()
                  .mergeFrom(stored.bytes, stored.offset, stored.length)
                  .getPayloadMap());
      payload.keySet().retainAll(keys);
      target.mergeFrom(RetrievedPoint.newBuilder().putAllPayload(payload).build().toByteArray());
    }
  }

  static PayloadChoice of(WithPayloadSelector selector) {
    return switch (selector.getSelectorOptionsCase()) {
      case ENABLE -> selector.getEnable() ? new All() : new None();
      case INCLUDE -> including(selector.getInclude().getFieldsList());
      case EXCLUDE -> throw VectorRefusal.unimplemented("payloads without some of their keys");
      case SELECTOROPTIONS_NOT_SET -> new None();
    };
  }

  private static PayloadChoice including(List<String> keys) {
    return new Including(keys.stream().map(PayloadChoice::plain).toList());
  }

  /** The key of a payload itself; Qdrant's paths into values are not served. */
  static String plain(String key) {
    if (key.indexOf('.') >= 0 || key.indexOf('[') >= 0) {
      throw VectorRefusal.unimplemented("paths into the values of a payload");
    }
    return key;
  }
}
