package dev.tercet.embedded.vector;

import dev.tercet.embedded.vector.index.Catalog;
import dev.tercet.embedded.vector.index.CollectionShape;
import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionExists;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionExistsResponse;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.GetCollectionInfoResponse;
import io.qdrant.client.grpc.Collections.HnswConfigDiff;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsResponse;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.CollectionsGrpc;

/** Qdrant's service for collections; what is not here is answered with UNIMPLEMENTED. */
final class CollectionsService extends CollectionsGrpc.CollectionsImplBase {
  private final Catalog catalog;

  CollectionsService(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void get(
      GetCollectionInfoRequest request, StreamObserver<GetCollectionInfoResponse> caller) {
    CallAnswer.to(
        caller,
        clock ->
            GetCollectionInfoResponse.newBuilder()
                .setResult(CollectionShape.now(catalog.get(request.getCollectionName())))
                .setTime(clock.seconds())
                .build());
  }

  @Override
  public void list(ListCollectionsRequest request, StreamObserver<ListCollectionsResponse> caller) {
    CallAnswer.to(
        caller,
        clock -> {
          ListCollectionsResponse.Builder response =
              ListCollectionsResponse.newBuilder().setTime(clock.seconds());
          for (String name : catalog.names()) {
            response.addCollections(CollectionDescription.newBuilder().setName(name));
          }
          return response.build();
        });
  }

  @Override
  public void collectionExists(
      CollectionExistsRequest request, StreamObserver<CollectionExistsResponse> caller) {
    CallAnswer.to(
        caller,
        clock ->
            CollectionExistsResponse.newBuilder()
                .setResult(
                    CollectionExists.newBuilder()
                        .setExists(catalog.exists(request.getCollectionName())))
                .setTime(clock.seconds())
                .build());
  }

  @Override
  public void create(CreateCollection request, StreamObserver<CollectionOperationResponse> caller) {
    CallAnswer.to(
        caller,
        clock -> {
          catalog.create(request.getCollectionName(), CollectionShape.of(request));
          return done(true, clock);
        });
  }

  @Override
  public void update(UpdateCollection request, StreamObserver<CollectionOperationResponse> caller) {
    CallAnswer.to(
        caller,
        clock -> {
          HnswConfigDiff graph = CollectionShape.graph(request);
          catalog.get(request.getCollectionName()).updateGraph(graph);
          return done(true, clock);
        });
  }

  @Override
  public void delete(DeleteCollection request, StreamObserver<CollectionOperationResponse> caller) {
    CallAnswer.to(caller, clock -> done(catalog.delete(request.getCollectionName()), clock));
  }

  private static CollectionOperationResponse done(boolean changed, CallAnswer.Clock clock) {
    return CollectionOperationResponse.newBuilder()
        .setResult(changed)
        .setTime(clock.seconds())
        .build();
  }
}
