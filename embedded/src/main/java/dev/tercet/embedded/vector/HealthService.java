package dev.tercet.embedded.vector;

import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.QdrantGrpc;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckReply;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckRequest;

/** Says which Qdrant this engine speaks like, and in the commit who it really is. */
final class HealthService extends QdrantGrpc.QdrantImplBase {
  private static final String TITLE = "qdrant - vector search engine";
  private static final String VERSION = "1.18.3";
  private static final String COMMIT = "tercet-embedded";

  @Override
  public void healthCheck(HealthCheckRequest request, StreamObserver<HealthCheckReply> caller) {
    CallAnswer.to(
        caller,
        _ ->
            HealthCheckReply.newBuilder()
                .setTitle(TITLE)
                .setVersion(VERSION)
                .setCommit(COMMIT)
                .build());
  }
}
