package dev.tercet.storage.qdrant;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.CollectionsGrpc.CollectionsBlockingStub;
import io.qdrant.client.grpc.Points.WriteOrdering;
import io.qdrant.client.grpc.Points.WriteOrderingType;
import io.qdrant.client.grpc.PointsGrpc;
import io.qdrant.client.grpc.PointsGrpc.PointsBlockingStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connection to Qdrant: every call has a deadline, every failure a meaning. */
final class QdrantChannel implements AutoCloseable {
  /**
   * One node of a cluster orders the writes to a point, one after another on every replica,
   * whichever node was asked: a removal is never overtaken by the upsert before it.
   */
  static final WriteOrdering STRONG =
      WriteOrdering.newBuilder().setType(WriteOrderingType.Strong).build();

  /** Enough for any page that we ask for, and above what Qdrant takes itself. */
  private static final int LARGEST_ANSWER = 64 << 20;

  /** How long a call waits for a connection that was lost. */
  private static final Duration RECONNECT = Duration.ofMillis(250);

  /**
   * Deadline of the question that readiness asks: a server that takes connections and says nothing
   * is away, too, and whoever missed this deadline leaves the connection behind.
   */
  private static final Duration LOOK = Duration.ofSeconds(3);

  private static final Metadata.Key<String> API_KEY =
      Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final PointsBlockingStub points;
  private final CollectionsBlockingStub collections;
  private final Duration readTimeout;
  private final Duration writeTimeout;

  private QdrantChannel(QdrantSettings settings, ManagedChannel channel) {
    this.channel = channel;
    this.readTimeout = settings.readTimeout();
    this.writeTimeout = settings.writeTimeout();
    this.points = prepared(PointsGrpc.newBlockingStub(channel), settings.apiKey());
    this.collections = prepared(CollectionsGrpc.newBlockingStub(channel), settings.apiKey());
  }

  /** A link of its own; the interceptors see every call, the last one first. */
  static QdrantChannel to(QdrantSettings settings, ClientInterceptor... interceptors) {
    var builder =
        ManagedChannelBuilder.forAddress(settings.host(), settings.port()).intercept(interceptors);
    if (settings.tls()) {
      builder.useTransportSecurity();
    } else {
      builder.usePlaintext();
    }
    return new QdrantChannel(settings, builder.build());
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
    return again(() -> once(points, readTimeout, call));
  }

  /** Removes or indexes points, or counts them exactly: whatever may be done twice. */
  <T> T write(Function<PointsBlockingStub, T> call) {
    return again(() -> once(points, writeTimeout, call));
  }

  /** Writes points; the caller reads back what became of a failed call. */
  <T> T upsert(Function<PointsBlockingStub, T> call) {
    try {
      return once(points, writeTimeout, call);
    } catch (StatusRuntimeException failure) {
      reconnects(failure);
      throw QdrantFaults.meaning(failure);
    }
  }

  /** Asks for a collection or changes it. */
  <T> T collections(Function<CollectionsBlockingStub, T> call) {
    return again(() -> once(collections, writeTimeout, call));
  }

  /** Asks for what the server knows at once. */
  <T> T look(Function<CollectionsBlockingStub, T> call) {
    return again(() -> once(collections, LOOK, call));
  }

  private <S extends AbstractStub<S>, T> T once(S stub, Duration timeout, Function<S, T> call) {
    return call.apply(stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
  }

  private <T> T again(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException failure) {
      if (!reconnects(failure)) {
        throw QdrantFaults.meaning(failure);
      }
    }
    try {
      return call.get();
    } catch (StatusRuntimeException failure) {
      throw QdrantFaults.meaning(failure);
    }
  }

  /**
   * A store that has come back is found by the call that misses it, not after a back-off of
   * minutes; a connection that answers nothing is left behind.
   */
  private boolean reconnects(StatusRuntimeException failure) {
    return switch (failure.getStatus().getCode()) {
      case UNAVAILABLE -> Readiness.of(channel, RECONNECT);
      case DEADLINE_EXCEEDED -> {
        channel.enterIdle();
        yield false;
      }
      default -> false;
    };
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
