package dev.tercet.embedded.vector;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.UpsertPoints;

/** A write as its caller put it, which is also how the journal keeps it. */
sealed interface Operation {
  /** Tells the kinds apart in the journal; never reused for another. */
  byte type();

  MessageLite message();

  /** Inserts points, or replaces them whole. */
  record Upsert(UpsertPoints message) implements Operation {
    static final byte TYPE = 1;

    @Override
    public byte type() {
      return TYPE;
    }
  }

  /** Removes points by their ids or by a filter. */
  record Delete(DeletePoints message) implements Operation {
    static final byte TYPE = 2;

    @Override
    public byte type() {
      return TYPE;
    }
  }

  static Operation parse(byte type, byte[] message) throws InvalidProtocolBufferException {
    return switch (type) {
      case Upsert.TYPE -> new Upsert(UpsertPoints.parseFrom(message));
      case Delete.TYPE -> new Delete(DeletePoints.parseFrom(message));
      default ->
          throw new InvalidProtocolBufferException("The journal holds an unknown type " + type);
    };
  }
}
