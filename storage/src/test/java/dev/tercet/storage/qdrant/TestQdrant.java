package dev.tercet.storage.qdrant;

import static io.qdrant.client.ValueFactory.value;
import static io.qdrant.client.VectorsFactory.vectors;

import dev.tercet.embedded.qdrant.QdrantAddress;
import dev.tercet.embedded.vector.VectorServer;
import dev.tercet.saga.port.PointStore;
import io.grpc.ClientInterceptor;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.DeleteFieldIndexCollection;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collections of the test's own on a running engine: the one that {@code TERCET_TEST_QDRANT} names
 * as {@code host:port} or {@code host:port|key}, the program that {@code
 * TERCET_TEST_QDRANT_PROGRAM} names, or the embedded engine; the latter two started for all tests.
 */
final class TestQdrant implements AutoCloseable {
  static final String MODEL = "hash";

  /** The key of every engine that the tests start. */
  static final String KEY = "key-of-the-engine-under-test";

  private static @Nullable VectorServer shared;

  final UUID owner = UUID.randomUUID();
  private final QdrantSettings settings;
  private final QdrantChannel direct;
  private final List<QdrantStores> open = new ArrayList<>();
  private final List<QdrantPointStore> misfits = new ArrayList<>();
  private final Set<String> collections = new HashSet<>();

  TestQdrant() {
    this(sharedAddress());
  }

  /** On an engine that the test has started with the usual key. */
  TestQdrant(InetSocketAddress address) {
    this(new QdrantAddress(address.getHostString(), address.getPort(), KEY));
  }

  private TestQdrant(QdrantAddress address) {
    QdrantSettings usual =
        QdrantSettings.of(address.host(), address.port(), "test-" + UUID.randomUUID());
    this.settings =
        new QdrantSettings(
            usual.host(),
            usual.port(),
            usual.tls(),
            address.apiKey(),
            usual.collectionPrefix(),
            usual.readTimeout(),
            usual.writeTimeout(),
            Duration.ofSeconds(1),
            Sharding.SERVERS_CHOICE);
    this.direct = QdrantChannel.to(settings);
  }

  private static synchronized QdrantAddress sharedAddress() {
    String named = System.getenv("TERCET_TEST_QDRANT");
    if (named != null && !named.isBlank()) {
      String[] parts = named.split("[:|]", 3);
      return new QdrantAddress(
          parts[0], Integer.parseInt(parts[1]), parts.length > 2 ? parts[2] : "");
    }
    String program = System.getenv("TERCET_TEST_QDRANT_PROGRAM");
    try {
      if (program != null && !program.isBlank()) {
        return ProgramUnderTest.of(Path.of(program)).address();
      }
      if (shared == null) {
        shared =
            VectorServer.start(
                Files.createTempDirectory("tercet-qdrant"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                KEY,
                _ -> {});
      }
      return new QdrantAddress("127.0.0.1", shared.port(), KEY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The store as a process of its own sees it, through these interceptors. */
  PointStore store(int dimension, ClientInterceptor... interceptors) {
    return store(owner, dimension, interceptors);
  }

  PointStore store(UUID whose, int dimension, ClientInterceptor... interceptors) {
    return store(settings, whose, dimension, interceptors);
  }

  /** The store of a process that wants its collection spread in this way. */
  PointStore spread(Sharding spread, int dimension) {
    return store(settings.with(spread), owner, dimension);
  }

  private PointStore store(
      QdrantSettings settings, UUID whose, int dimension, ClientInterceptor... interceptors) {
    QdrantStores stores = QdrantStores.open(settings, interceptors);
    open.add(stores);
    PointStore store = stores.points(MODEL, dimension, whose);
    collections.add(store.collection());
    return store;
  }

  /** A store that expects another dimension under that very name. */
  PointStore misfit(String collection, int dimension) {
    var misfit =
        new QdrantPointStore(
            direct,
            settings,
            new CollectionSchema(collection, dimension, Sharding.SERVERS_CHOICE),
            owner);
    misfits.add(misfit);
    return misfit;
  }

  /** Talks to the engine past the adapter. */
  QdrantChannel direct() {
    return direct;
  }

  /** Puts a point there that the adapter would never write. */
  void plant(String collection, UUID id, Map<String, Value> payload, float... vector) {
    direct.write(stub ->
        stub.upsert(
            UpsertPoints.newBuilder()
                .setCollectionName(collection)
                .setWait(true)
                .addPoints(
                    PointStruct.newBuilder()
                        .setId(Filters.id(id))
                        .setVectors(vectors(vector))
                        .putAllPayload(payload))
                .build()));
  }

  /** A payload with other people's fields only. */
  static Map<String, Value> foreign() {
    return Map.of("title", value("not ours"));
  }

  void drop(String collection) {
    direct.collections(
        stub -> stub.delete(DeleteCollection.newBuilder().setCollectionName(collection).build()));
  }

  void dropIndex(String collection, String field) {
    direct.write(stub ->
        stub.deleteFieldIndex(
            DeleteFieldIndexCollection.newBuilder()
                .setCollectionName(collection)
                .setFieldName(field)
                .setWait(true)
                .build()));
  }

  /** What the server says of it. */
  CollectionInfo info(String collection) {
    return new CollectionLayout(collection).read(direct);
  }

  @Override
  public void close() {
    open.forEach(QdrantStores::close);
    misfits.forEach(QdrantPointStore::close);
    collections.forEach(this::drop);
    direct.close();
  }
}
