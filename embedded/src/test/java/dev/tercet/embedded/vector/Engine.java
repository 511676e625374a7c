package dev.tercet.embedded.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tercet.embedded.files.FolderTree;
import dev.tercet.embedded.qdrant.QdrantAddress;
import dev.tercet.embedded.qdrant.QdrantServer;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The engine under test, and for each test a fresh collection of three dimensions under cosine.
 *
 * <p>With {@code TERCET_TEST_QDRANT=host:port} or {@code host:port|key} in the environment (the
 * gRPC port), the contract runs against that server instead, and with {@code
 * TERCET_TEST_QDRANT_PROGRAM} against the program at that path, which is how it is checked against
 * a real Qdrant.
 */
final class Engine implements BeforeEachCallback, AfterEachCallback {
  /** The key of every engine that the tests start. */
  static final String KEY = "key-of-the-engine-under-test";

  private static final String REAL = "TERCET_TEST_QDRANT";
  private static final String PROGRAM = "TERCET_TEST_QDRANT_PROGRAM";
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);
  private static final AtomicInteger COLLECTIONS = new AtomicInteger();
  private static final Namespace NAMESPACE = Namespace.create(Engine.class);

  private final boolean own;
  private @Nullable Running running;
  private String collection = "";

  /** One server for the whole run. */
  private record Running(ManagedChannel channel, String key, Closeable rest)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.shutdownNow();
      rest.close();
    }
  }

  private Engine(boolean own) {
    this.own = own;
  }

  /** The server of the environment, or the engine of our own without one. */
  static Engine underContract() {
    return new Engine(false);
  }

  /** The engine of our own in any case, for what only it promises. */
  static Engine ofOurOwn() {
    return new Engine(true);
  }

  /** The collection of this test, which exists and is empty at first. */
  String collection() {
    return collection;
  }

  /** A connection that brings no key. */
  Channel stranger() {
    return running().channel();
  }

  PointsGrpc.PointsBlockingStub points() {
    return PointsGrpc.newBlockingStub(withKey(stranger(), running().key()));
  }

  CollectionsGrpc.CollectionsBlockingStub collections() {
    return CollectionsGrpc.newBlockingStub(withKey(stranger(), running().key()));
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("No test runs");
    }
    return running;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    running =
        context.getRoot().getStore(NAMESPACE).computeIfAbsent(own, _ -> start(own), Running.class);
    collection = "contract-" + ProcessHandle.current().pid() + "-" + COLLECTIONS.incrementAndGet();
    collections().create(creation(collection));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    collections().delete(DeleteCollection.newBuilder().setCollectionName(collection).build());
  }

  /** Asks for a collection of the usual shape. */
  static CreateCollection creation(String name) {
    return CreateCollection.newBuilder()
        .setCollectionName(name)
        .setVectorsConfig(
            VectorsConfig.newBuilder()
                .setParams(VectorParams.newBuilder().setSize(3).setDistance(Distance.Cosine)))
        .build();
  }

  /** Expects the call to be refused with the code, and returns the message. */
  static String refusal(Status.Code code, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(StatusRuntimeException.class);
    Status status = ((StatusRuntimeException) thrown).getStatus();
    assertThat(status.getCode()).as(status.toString()).isEqualTo(code);
    return String.valueOf(status.getDescription());
  }

  private static Running start(boolean own) {
    String real = System.getenv(REAL);
    if (!own && real != null) {
      String[] parts = real.split("[:|]", 3);
      return new Running(
          connect(parts[0], Integer.parseInt(parts[1])),
          parts.length > 2 ? parts[2] : "",
          () -> {});
    }
    try {
      Path folder = Files.createTempDirectory("engine");
      String program = System.getenv(PROGRAM);
      if (!own && program != null) {
        return program(Path.of(program), folder);
      }
      VectorServer server = VectorServer.start(folder, freePort(), KEY, _ -> {});
      return new Running(
          connect("127.0.0.1", server.port()),
          KEY,
          () -> {
            server.close();
            FolderTree.delete(folder);
          });
    } catch (IOException e) {
      throw new IllegalStateException("The engine does not start", e);
    }
  }

  private static Running program(Path program, Path folder) throws IOException {
    QdrantServer server = QdrantServer.start(program, folder, _ -> {});
    QdrantAddress address = server.address();
    return new Running(
        connect(address.host(), address.port()),
        address.apiKey(),
        () -> {
          server.close();
          FolderTree.delete(folder);
        });
  }

  static InetSocketAddress freePort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  static ManagedChannel connect(String host, int port) {
    return ManagedChannelBuilder.forAddress(host, port).usePlaintext().build();
  }

  /** The same connection for who knows the key. */
  static Channel withKey(Channel channel, String key) {
    var header = new Metadata();
    header.put(HEADER, key);
    return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(header));
  }
}
