package dev.tercet.storage.qdrant;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.CollectionsGrpc.CollectionsBlockingStub;
import io.qdrant.client.grpc.PointsGrpc;
import io.qdrant.client.grpc.PointsGrpc.PointsBlockingStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The connection to Qdrant: every call has a deadline, every failure a meaning. */
final class Link implements AutoCloseable {
  /** Enough for any page that we ask for, and above what Qdrant takes itself. */
  private static final int LARGEST_ANSWER = 64 << 20;

  private static final Metadata.Key<String> API_KEY =
      Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final PointsBlockingStub points;
  private final CollectionsBlockingStub collections;
  private final Duration readTimeout;
  private final Duration writeTimeout;

  private Link(QdrantSettings settings, ManagedChannel channel) {
    this.channel = channel;
    this.readTimeout = settings.readTimeout();
    this.writeTimeout = settings.writeTimeout();
    this.points = prepared(PointsGrpc.newBlockingStub(channel), settings.apiKey());
    this.collections = prepared(CollectionsGrpc.newBlockingStub(channel), settings.apiKey());
  }

  /** A link of its own; the interceptors see every call, the last one first. */
  static Link to(QdrantSettings settings, ClientInterceptor... interceptors) {
    var builder =
        ManagedChannelBuilder.forAddress(settings.host(), settings.port()).intercept(interceptors);
    if (settings.tls()) {
      builder.useTransportSecurity();
    } else {
      builder.usePlaintext();
    }
    return new Link(settings, builder.build());
  }

  private static <S extends AbstractStub<S>> S prepared(S stub, @Nullable String apiKey) {
    S bounded = stub.withMaxInboundMessageSize(LARGEST_ANSWER);
    if (apiKey == null || apiKey.isEmpty()) {
      return bounded;
    }
    var header = new Metadata();
    header.put(API_KEY, apiKey);
    return bounded.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(header));
  }

  /** Reads points. */
  <T> T read(Function<PointsBlockingStub, T> call) {
    return call(points, readTimeout, call);
  }

  /** Writes points, or counts them exactly. */
  <T> T write(Function<PointsBlockingStub, T> call) {
    return call(points, writeTimeout, call);
  }

  /** Asks for a collection or changes it. */
  <T> T collections(Function<CollectionsBlockingStub, T> call) {
    return call(collections, writeTimeout, call);
  }

  private <S extends AbstractStub<S>, T> T call(S stub, Duration timeout, Function<S, T> call) {
    try {
      return call.apply(stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (StatusRuntimeException failure) {
      mend(failure.getStatus().getCode());
      throw Faults.meaning(failure);
    }
  }

  /**
   * A store that comes back is found at the next call, not after a back-off of minutes; a
   * connection that answers nothing is left behind.
   */
  private void mend(Status.Code code) {
    if (code == Status.Code.UNAVAILABLE) {
      channel.resetConnectBackoff();
    } else if (code == Status.Code.DEADLINE_EXCEEDED) {
      channel.enterIdle();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
