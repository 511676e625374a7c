package dev.tercet.embedded.vector;

import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Collections.AliasDescription;
import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.ChangeAliases;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionExists;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionExistsResponse;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.GetCollectionInfoResponse;
import io.qdrant.client.grpc.Collections.ListAliasesRequest;
import io.qdrant.client.grpc.Collections.ListAliasesResponse;
import io.qdrant.client.grpc.Collections.ListCollectionAliasesRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsResponse;
import io.qdrant.client.grpc.CollectionsGrpc;
import java.io.IOException;
import java.util.List;

/** Qdrant's service for collections; what is not here is answered with UNIMPLEMENTED. */
final class CollectionsService extends CollectionsGrpc.CollectionsImplBase {
  private final Catalog catalog;

  CollectionsService(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void get(
      GetCollectionInfoRequest request, StreamObserver<GetCollectionInfoResponse> caller) {
    Answer.to(
        caller,
        clock ->
            GetCollectionInfoResponse.newBuilder()
                .setResult(CollectionShape.now(catalog.get(request.getCollectionName())))
                .setTime(clock.seconds())
                .build());
  }

  @Override
  public void list(ListCollectionsRequest request, StreamObserver<ListCollectionsResponse> caller) {
    Answer.to(
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
    Answer.to(
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
    Answer.to(
        caller,
        clock -> {
          catalog.create(request.getCollectionName(), CollectionShape.of(request));
          return done(true, clock);
        });
  }

  @Override
  public void delete(DeleteCollection request, StreamObserver<CollectionOperationResponse> caller) {
    Answer.to(caller, clock -> done(catalog.delete(request.getCollectionName()), clock));
  }

  @Override
  public void updateAliases(
      ChangeAliases request, StreamObserver<CollectionOperationResponse> caller) {
    Answer.to(
        caller,
        clock -> {
          for (AliasOperations action : request.getActionsList()) {
            change(action);
          }
          return done(true, clock);
        });
  }

  @Override
  public void listAliases(ListAliasesRequest request, StreamObserver<ListAliasesResponse> caller) {
    Answer.to(caller, clock -> aliases(catalog.aliases(), clock));
  }

  @Override
  public void listCollectionAliases(
      ListCollectionAliasesRequest request, StreamObserver<ListAliasesResponse> caller) {
    Answer.to(
        caller,
        clock -> {
          catalog.get(request.getCollectionName());
          return aliases(
              catalog.aliases().stream()
                  .filter(alias -> alias.getCollectionName().equals(request.getCollectionName()))
                  .toList(),
              clock);
        });
  }

  private void change(AliasOperations action) throws IOException {
    switch (action.getActionCase()) {
      case CREATE_ALIAS ->
          catalog.createAlias(
              action.getCreateAlias().getAliasName(), action.getCreateAlias().getCollectionName());
      case RENAME_ALIAS ->
          catalog.renameAlias(
              action.getRenameAlias().getOldAliasName(), action.getRenameAlias().getNewAliasName());
      case DELETE_ALIAS -> catalog.deleteAlias(action.getDeleteAlias().getAliasName());
      case ACTION_NOT_SET -> throw Refusal.invalid("Malformed AliasOperations");
    }
  }

  private static ListAliasesResponse aliases(List<AliasDescription> aliases, Answer.Clock clock) {
    return ListAliasesResponse.newBuilder().addAllAliases(aliases).setTime(clock.seconds()).build();
  }

  private static CollectionOperationResponse done(boolean changed, Answer.Clock clock) {
    return CollectionOperationResponse.newBuilder()
        .setResult(changed)
        .setTime(clock.seconds())
        .build();
  }
}
