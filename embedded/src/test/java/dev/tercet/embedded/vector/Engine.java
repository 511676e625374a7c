package dev.tercet.embedded.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.QdrantGrpcClient;
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
import java.util.List;
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
 * <p>With {@code TERCET_TEST_QDRANT=host:port} in the environment (the gRPC port), the contract
 * runs against that server instead, which is how it is checked against a real Qdrant.
 */
final class Engine implements BeforeEachCallback, AfterEachCallback {
  private static final String REAL = "TERCET_TEST_QDRANT";
  private static final AtomicInteger COLLECTIONS = new AtomicInteger();
  private static final Namespace NAMESPACE = Namespace.create(Engine.class);

  private final boolean own;
  private @Nullable Running running;
  private String collection = "";

  /** One server for the whole run. */
  private record Running(QdrantGrpcClient client, Closeable rest) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      client.close();
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

  QdrantGrpcClient client() {
    if (running == null) {
      throw new IllegalStateException("No test runs");
    }
    return running.client();
  }

  PointsGrpc.PointsBlockingStub points() {
    return PointsGrpc.newBlockingStub(client().channel());
  }

  CollectionsGrpc.CollectionsBlockingStub collections() {
    return CollectionsGrpc.newBlockingStub(client().channel());
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
      List<String> address = List.of(real.split(":", 2));
      return new Running(
          connect(address.getFirst(), Integer.parseInt(address.getLast())), () -> {});
    }
    try {
      Path folder = Files.createTempDirectory("engine");
      VectorServer server = VectorServer.start(folder, freePort(), _ -> {});
      return new Running(
          connect("127.0.0.1", server.port()),
          () -> {
            server.close();
            Folders.delete(folder);
          });
    } catch (IOException e) {
      throw new IllegalStateException("The engine does not start", e);
    }
  }

  static InetSocketAddress freePort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  static QdrantGrpcClient connect(String host, int port) {
    return QdrantGrpcClient.newBuilder(host, port, false, false).build();
  }
}
