package dev.tercet.embedded.qdrant;

import dev.tercet.embedded.process.Ports;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.QdrantGrpc;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks into a running server over the wire, as the program will. */
record QdrantConnection(int port, String apiKey) {
  private static final int MILLIS = 2_000;
  private static final Metadata.Key<String> API_KEY =
      Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

  QdrantAddress address() {
    return new QdrantAddress(Ports.HOST, port, apiKey);
  }

  /** Its version, when the server answers and takes the key. */
  Optional<String> version() {
    return isListening() ? ask() : Optional.empty();
  }

  /** Asked first, since it costs next to nothing while a server starts. */
  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), MILLIS);
      return true;
    } catch (IOException _) {
      return false; // not yet, or not any more
    }
  }

  private Optional<String> ask() {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress(Ports.HOST, port).usePlaintext().build();
    try {
      // Anybody is told of its health; its collections are for who knows the key.
      var unusedCollections =
          CollectionsGrpc.newBlockingStub(withKey(channel))
              .withDeadlineAfter(MILLIS, TimeUnit.MILLISECONDS)
              .list(ListCollectionsRequest.getDefaultInstance());
      return Optional.of(
          QdrantGrpc.newBlockingStub(withKey(channel))
              .withDeadlineAfter(MILLIS, TimeUnit.MILLISECONDS)
              .healthCheck(HealthCheckRequest.getDefaultInstance())
              .getVersion());
    } catch (StatusRuntimeException _) {
      return Optional.empty(); // loading, hung or a stranger: not ours to use, whatever the reason
    } finally {
      channel.shutdownNow();
    }
  }

  private Channel withKey(ManagedChannel channel) {
    Metadata header = new Metadata();
    header.put(API_KEY, apiKey);
    return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(header));
  }

  @Override
  public String toString() {
    return "QdrantConnection[" + port + "]";
  }
}
