package dev.tercet.embedded.vector;

import dev.tercet.embedded.vector.index.Catalog;
import dev.tercet.embedded.vector.index.CollectionIndex;
import dev.tercet.embedded.vector.index.FieldSchema;
import dev.tercet.embedded.vector.index.JournalOperation;
import dev.tercet.embedded.vector.query.Scroll;
import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CountResponse;
import io.qdrant.client.grpc.Points.CountResult;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeleteFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeletePayloadPoints;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FacetResponse;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.GetResponse;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.QueryResponse;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;

/** Qdrant's service for points; what is not here is answered with UNIMPLEMENTED. */
final class PointsService extends PointsGrpc.PointsImplBase {
  private final Catalog catalog;

  PointsService(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void upsert(UpsertPoints request, StreamObserver<PointsOperationResponse> caller) {
    write(
        caller,
        request.getCollectionName(),
        new JournalOperation.Upsert(request),
        request.getWait());
  }

  @Override
  public void delete(DeletePoints request, StreamObserver<PointsOperationResponse> caller) {
    write(
        caller,
        request.getCollectionName(),
        new JournalOperation.Delete(request),
        request.getWait());
  }

  @Override
  public void setPayload(SetPayloadPoints request, StreamObserver<PointsOperationResponse> caller) {
    write(
        caller,
        request.getCollectionName(),
        new JournalOperation.SetPayload(request),
        request.getWait());
  }

  @Override
  public void overwritePayload(
      SetPayloadPoints request, StreamObserver<PointsOperationResponse> caller) {
    write(
        caller,
        request.getCollectionName(),
        new JournalOperation.OverwritePayload(request),
        request.getWait());
  }

  @Override
  public void deletePayload(
      DeletePayloadPoints request, StreamObserver<PointsOperationResponse> caller) {
    write(
        caller,
        request.getCollectionName(),
        new JournalOperation.DeletePayload(request),
        request.getWait());
  }

  @Override
  public void createFieldIndex(
      CreateFieldIndexCollection request, StreamObserver<PointsOperationResponse> caller) {
    CallAnswer.to(
        caller,
        clock -> {
          PayloadSchemaInfo schema = FieldSchema.of(request);
          CollectionIndex collection = catalog.get(request.getCollectionName());
          long number = collection.createFieldIndex(request.getFieldName(), schema);
          return done(number, request.getWait(), clock);
        });
  }

  @Override
  public void deleteFieldIndex(
      DeleteFieldIndexCollection request, StreamObserver<PointsOperationResponse> caller) {
    CallAnswer.to(
        caller,
        clock -> {
          CollectionIndex collection = catalog.get(request.getCollectionName());
          long number = collection.deleteFieldIndex(request.getFieldName());
          return done(number, request.getWait(), clock);
        });
  }

  @Override
  public void get(GetPoints request, StreamObserver<GetResponse> caller) {
    CallAnswer.to(
        caller,
        clock ->
            GetResponse.newBuilder()
                .addAllResult(reads(request.getCollectionName()).get(request))
                .setTime(clock.seconds())
                .build());
  }

  @Override
  public void scroll(ScrollPoints request, StreamObserver<ScrollResponse> caller) {
    CallAnswer.to(
        caller,
        clock -> {
          Scroll.Page page = reads(request.getCollectionName()).scroll(request);
          ScrollResponse.Builder response =
              ScrollResponse.newBuilder().addAllResult(page.points()).setTime(clock.seconds());
          if (page.next() != null) {
            response.setNextPageOffset(page.next().toPointId());
          }
          return response.build();
        });
  }

  @Override
  public void count(CountPoints request, StreamObserver<CountResponse> caller) {
    CallAnswer.to(
        caller,
        clock ->
            CountResponse.newBuilder()
                .setResult(
                    CountResult.newBuilder()
                        .setCount(reads(request.getCollectionName()).count(request)))
                .setTime(clock.seconds())
                .build());
  }

  @Override
  public void facet(FacetCounts request, StreamObserver<FacetResponse> caller) {
    CallAnswer.to(
        caller,
        clock ->
            FacetResponse.newBuilder()
                .addAllHits(reads(request.getCollectionName()).facet(request))
                .setTime(clock.seconds())
                .build());
  }

  @Override
  public void query(QueryPoints request, StreamObserver<QueryResponse> caller) {
    CallAnswer.to(
        caller,
        clock ->
            QueryResponse.newBuilder()
                .addAllResult(reads(request.getCollectionName()).query(request))
                .setTime(clock.seconds())
                .build());
  }

  private PointReads reads(String collection) {
    return new PointReads(catalog, collection);
  }

  private void write(
      StreamObserver<PointsOperationResponse> caller,
      String collection,
      JournalOperation operation,
      boolean waited) {
    CallAnswer.to(
        caller, clock -> done(collection(collection, operation).write(operation), waited, clock));
  }

  /** That it is absent is told only to whoever wanted something that can be understood. */
  private CollectionIndex collection(String name, JournalOperation operation) throws IOException {
    if (!catalog.exists(name)) {
      WellFormed.check(operation);
    }
    return catalog.get(name);
  }

  /** Whoever did not wait is told so, although the same was done for him. */
  private static PointsOperationResponse done(long number, boolean waited, CallAnswer.Clock clock) {
    return PointsOperationResponse.newBuilder()
        .setResult(
            UpdateResult.newBuilder()
                .setOperationId(number)
                .setStatus(waited ? UpdateStatus.Completed : UpdateStatus.Acknowledged))
        .setTime(clock.seconds())
        .build();
  }
}
