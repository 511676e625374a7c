package dev.tercet.embedded.vector.query;

import com.google.protobuf.InvalidProtocolBufferException;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import io.qdrant.client.grpc.Points.WithVectorsSelector;
import java.io.IOException;

/** What an answer shows of each point besides its id; vectors are read only when they are shown. */
public record Shown(PayloadChoice payload, boolean vectors) {
  public static Shown of(WithPayloadSelector payload, WithVectorsSelector vectors) {
    boolean withVectors =
        switch (vectors.getSelectorOptionsCase()) {
          case ENABLE -> vectors.getEnable();
          case INCLUDE -> throw VectorRefusal.unimplemented("named vectors");
          case SELECTOROPTIONS_NOT_SET -> false;
        };
    return new Shown(PayloadChoice.of(payload), withVectors);
  }

  public RetrievedPoint retrieved(LeafPoints points, PointKey key, int document)
      throws IOException {
    RetrievedPoint.Builder shown = RetrievedPoint.newBuilder().setId(key.toPointId());
    addPayload(points, document, shown);
    if (vectors) {
      shown.setVectors(PointVectors.output(points.vector(document)));
    }
    return shown.build();
  }

  public ScoredPoint scored(LeafPoints points, int document, float score) throws IOException {
    ScoredPoint.Builder shown =
        ScoredPoint.newBuilder()
            .setId(points.key(document).toPointId())
            .setScore(score)
            .setVersion(points.version(document));
    addPayload(points, document, shown);
    if (vectors) {
      shown.setVectors(PointVectors.output(points.vector(document)));
    }
    return shown.build();
  }

  private void addPayload(
      LeafPoints points, int document, com.google.protobuf.Message.Builder shown)
      throws IOException {
    if (payload instanceof PayloadChoice.None) {
      return;
    }
    try {
      payload.copy(points.payload(document), shown);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("The stored payload cannot be read", e);
    }
  }
}
