package dev.tercet.embedded.vector.index;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.qdrant.client.grpc.Points.DeletePayloadPoints;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpsertPoints;

/** A write as its caller put it, which is also how the journal keeps it. */
public sealed interface JournalOperation {
  MessageLite message();

  /** Inserts points, or replaces them whole. */
  record Upsert(UpsertPoints message) implements JournalOperation {}

  /** Removes points by their ids or by a filter. */
  record Delete(DeletePoints message) implements JournalOperation {}

  /** Sets some keys of payloads and keeps the others. */
  record SetPayload(SetPayloadPoints message) implements JournalOperation {}

  /** Replaces payloads whole. */
  record OverwritePayload(SetPayloadPoints message) implements JournalOperation {}

  /** Removes some keys of payloads. */
  record DeletePayload(DeletePayloadPoints message) implements JournalOperation {}

  /** Tells the kinds apart in the journal; a number is never reused for another kind. */
  default byte type() {
    return switch (this) {
      case Upsert _ -> 1;
      case Delete _ -> 2;
      case SetPayload _ -> 3;
      case OverwritePayload _ -> 4;
      case DeletePayload _ -> 5;
    };
  }

  static JournalOperation parse(byte type, byte[] message) throws InvalidProtocolBufferException {
    return switch (type) {
      case 1 -> new Upsert(UpsertPoints.parseFrom(message));
      case 2 -> new Delete(DeletePoints.parseFrom(message));
      case 3 -> new SetPayload(SetPayloadPoints.parseFrom(message));
      case 4 -> new OverwritePayload(SetPayloadPoints.parseFrom(message));
      case 5 -> new DeletePayload(DeletePayloadPoints.parseFrom(message));
      default ->
          throw new InvalidProtocolBufferException("The journal holds an unknown type " + type);
    };
  }
}
