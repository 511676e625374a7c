package dev.tercet.embedded.vector;

import grpc.health.v1.HealthCheck.HealthCheckRequest;
import grpc.health.v1.HealthCheck.HealthCheckResponse;
import grpc.health.v1.HealthCheck.HealthCheckResponse.ServingStatus;
import grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;

/** gRPC's own health check: whoever gets an answer is being served. */
final class ProbeService extends HealthGrpc.HealthImplBase {
  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> caller) {
    Answer.to(
        caller, _ -> HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
  }
}
