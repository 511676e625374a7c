package dev.tercet.embedded.vector;

import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.ClearPayloadPoints;
import io.qdrant.client.grpc.Points.DeletePayloadPoints;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.Map;

/** Reads the steps of a batch of writes as the calls that they are short for. */
final class Batch {
  private Batch() {}

  @SuppressWarnings("deprecation") // a server reads what older clients send
  static Operation operation(PointsUpdateOperation step) {
    return switch (step.getOperationCase()) {
      case UPSERT -> upsert(step.getUpsert());
      case DELETE_POINTS -> delete(step.getDeletePoints().getPoints());
      case DELETE_DEPRECATED -> delete(step.getDeleteDeprecated());
      case SET_PAYLOAD ->
          new Operation.SetPayload(
              payload(
                  step.getSetPayload().getPayloadMap(),
                  step.getSetPayload().getPointsSelector(),
                  step.getSetPayload().getKey()));
      case OVERWRITE_PAYLOAD ->
          new Operation.OverwritePayload(
              payload(
                  step.getOverwritePayload().getPayloadMap(),
                  step.getOverwritePayload().getPointsSelector(),
                  step.getOverwritePayload().getKey()));
      case DELETE_PAYLOAD ->
          new Operation.DeletePayload(
              DeletePayloadPoints.newBuilder()
                  .addAllKeys(step.getDeletePayload().getKeysList())
                  .setPointsSelector(step.getDeletePayload().getPointsSelector())
                  .build());
      case CLEAR_PAYLOAD -> clear(step.getClearPayload().getPoints());
      case CLEAR_PAYLOAD_DEPRECATED -> clear(step.getClearPayloadDeprecated());
      case UPDATE_VECTORS, DELETE_VECTORS ->
          throw Refusal.unimplemented("writing vectors without their points");
      case OPERATION_NOT_SET -> throw Refusal.invalid("Operation is missing");
    };
  }

  private static Operation upsert(PointsUpdateOperation.PointStructList step) {
    UpsertPoints.Builder upsert =
        UpsertPoints.newBuilder()
            .addAllPoints(step.getPointsList())
            .setUpdateMode(step.getUpdateMode());
    if (step.hasUpdateFilter()) {
      upsert.setUpdateFilter(step.getUpdateFilter());
    }
    return new Operation.Upsert(upsert.build());
  }

  private static SetPayloadPoints payload(
      Map<String, Value> payload, PointsSelector points, String key) {
    SetPayloadPoints.Builder set =
        SetPayloadPoints.newBuilder().putAllPayload(payload).setPointsSelector(points);
    return key.isEmpty() ? set.build() : set.setKey(key).build();
  }

  private static Operation delete(PointsSelector points) {
    return new Operation.Delete(DeletePoints.newBuilder().setPoints(points).build());
  }

  private static Operation clear(PointsSelector points) {
    return new Operation.ClearPayload(ClearPayloadPoints.newBuilder().setPoints(points).build());
  }
}
