package dev.tercet.embedded.vector;

import io.qdrant.client.PointIdFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadIndexParams.IndexParamsCase;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeleteFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsIdsList;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Says in few words what the contract's tests put, ask and delete. */
record Sample(Engine engine) {
  /** The n-th uuid in scroll order. */
  static PointId id(int n) {
    return PointIdFactory.id(new UUID(0, n));
  }

  static PointStruct point(int n, Map<String, Value> payload, float... vector) {
    return PointStruct.newBuilder()
        .setId(id(n))
        .putAllPayload(payload)
        .setVectors(VectorsFactory.vectors(vector))
        .build();
  }

  static PointStruct point(int n, Map<String, Value> payload) {
    return point(n, payload, 1, n, 0);
  }

  static Filter must(Condition... conditions) {
    return Filter.newBuilder().addAllMust(List.of(conditions)).build();
  }

  static PointsSelector selector(PointId... ids) {
    return PointsSelector.newBuilder()
        .setPoints(PointsIdsList.newBuilder().addAllIds(List.of(ids)))
        .build();
  }

  static PointsSelector selector(Filter filter) {
    return PointsSelector.newBuilder().setFilter(filter).build();
  }

  UpsertPoints.Builder upserting(PointStruct... points) {
    return UpsertPoints.newBuilder()
        .setCollectionName(engine.collection())
        .setWait(true)
        .addAllPoints(List.of(points));
  }

  UpdateResult upsert(PointStruct... points) {
    return engine.points().upsert(upserting(points).build()).getResult();
  }

  UpdateResult delete(PointsSelector points) {
    return engine
        .points()
        .delete(
            DeletePoints.newBuilder()
                .setCollectionName(engine.collection())
                .setWait(true)
                .setPoints(points)
                .build())
        .getResult();
  }

  UpdateResult index(String field, FieldType type) {
    return index(field, type, PayloadIndexParams.getDefaultInstance());
  }

  UpdateResult index(String field, FieldType type, PayloadIndexParams parameters) {
    CreateFieldIndexCollection.Builder order =
        CreateFieldIndexCollection.newBuilder()
            .setCollectionName(engine.collection())
            .setWait(true)
            .setFieldName(field)
            .setFieldType(type);
    if (parameters.getIndexParamsCase() != IndexParamsCase.INDEXPARAMS_NOT_SET) {
      order.setFieldIndexParams(parameters);
    }
    return engine.points().createFieldIndex(order.build()).getResult();
  }

  UpdateResult dropIndex(String field) {
    return engine
        .points()
        .deleteFieldIndex(
            DeleteFieldIndexCollection.newBuilder()
                .setCollectionName(engine.collection())
                .setWait(true)
                .setFieldName(field)
                .build())
        .getResult();
  }

  /** With payload and without vectors. */
  List<RetrievedPoint> get(PointId... ids) {
    return engine
        .points()
        .get(
            GetPoints.newBuilder()
                .setCollectionName(engine.collection())
                .addAllIds(List.of(ids))
                .setWithPayload(WithPayloadSelectorFactory.enable(true))
                .build())
        .getResultList();
  }

  long count(Filter filter) {
    return engine
        .points()
        .count(
            CountPoints.newBuilder()
                .setCollectionName(engine.collection())
                .setFilter(filter)
                .setExact(true)
                .build())
        .getResult()
        .getCount();
  }

  long count() {
    return count(Filter.getDefaultInstance());
  }

  ScrollPoints.Builder scrolling(int limit) {
    return ScrollPoints.newBuilder()
        .setCollectionName(engine.collection())
        .setLimit(limit)
        .setWithPayload(WithPayloadSelectorFactory.enable(false));
  }

  /** The ids that pass the filter, in scroll order. */
  List<PointId> matching(Filter filter) {
    return ids(engine.points().scroll(scrolling(1_000).setFilter(filter).build()));
  }

  static List<PointId> ids(ScrollResponse page) {
    return page.getResultList().stream().map(RetrievedPoint::getId).toList();
  }
}
