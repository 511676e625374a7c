package dev.tercet.embedded.vector;

import static io.qdrant.client.ConditionFactory.range;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.HnswConfigDiff;
import io.qdrant.client.grpc.Collections.IntegerIndexParams;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorServerTest {
  private static final String NAME = "points.minilm 384 ü";

  private static final PayloadIndexParams WITHOUT_LINKS =
      PayloadIndexParams.newBuilder()
          .setIntegerIndexParams(IntegerIndexParams.newBuilder().setEnableHnsw(false))
          .build();

  @TempDir Path folder;

  @Test
  void keepsEverythingAcrossARestart() throws IOException {
    try (Session session = new Session(folder)) {
      session.create();
      session
          .points()
          .createFieldIndex(
              CreateFieldIndexCollection.newBuilder()
                  .setCollectionName(NAME)
                  .setFieldName("bucket")
                  .setFieldType(FieldType.FieldTypeInteger)
                  .setFieldIndexParams(WITHOUT_LINKS)
                  .build());
      session
          .collections()
          .update(
              UpdateCollection.newBuilder()
                  .setCollectionName(NAME)
                  .setHnswConfig(HnswConfigDiff.newBuilder().setM(0).setPayloadM(16))
                  .build());
      session.upsert(1, 2, 3);
      session.delete(2);
    }
    try (Session session = new Session(folder)) {
      assertThat(session.count()).isEqualTo(2);
      CollectionInfo info =
          session
              .collections()
              .get(GetCollectionInfoRequest.newBuilder().setCollectionName(NAME).build())
              .getResult();
      PayloadSchemaInfo bucket = info.getPayloadSchemaOrThrow("bucket");
      assertThat(bucket.getDataType()).isEqualTo(PayloadSchemaType.Integer);
      assertThat(bucket.getParams()).isEqualTo(WITHOUT_LINKS);
      assertThat(info.getConfig().getHnswConfig().getM()).isZero();
      assertThat(info.getConfig().getHnswConfig().getPayloadM()).isEqualTo(16);
    }
  }

  @Test
  void repeatsFromItsJournalWhatAKilledServerHadNotCommitted() throws IOException {
    Path copy = folder.resolve("copy");
    try (Session session = new Session(folder.resolve("first"))) {
      session.create();
      session.upsert(1, 2, 3);
      session.delete(2);
      session.upsertUnder(1, 3, 4);
      copy(folder.resolve("first"), copy); // what a kill at this moment leaves
    }
    try (Session session = new Session(copy)) {
      assertThat(session.count()).isEqualTo(3);
      assertThat(session.count(epoch(1))).isEqualTo(1);
    }
    try (Session session = new Session(copy)) {
      assertThat(session.count()).isEqualTo(3);
    }
  }

  @Test
  void forgetsADeletedCollectionForGood() throws IOException {
    try (Session session = new Session(folder)) {
      session.create();
      session.upsert(1);
      session.collections().delete(DeleteCollection.newBuilder().setCollectionName(NAME).build());
    }
    try (Session session = new Session(folder)) {
      assertThat(
              session
                  .collections()
                  .list(ListCollectionsRequest.getDefaultInstance())
                  .getCollectionsList())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"collection.pb", "index/segments_2"})
  void setsADamagedCollectionAsideAndServesTheOthers(String damaged) throws IOException {
    try (Session session = new Session(folder)) {
      session.create();
      session.upsert(1);
      session.collections().create(Engine.creation("other"));
    }
    Path collections = folder.resolve("collections");
    Files.writeString(collections.resolve("points%2Eminilm%20384%20%C3%BC/" + damaged), "");
    List<String> lines = new ArrayList<>();

    VectorServer.start(folder, Engine.freePort(), Engine.KEY, lines::add).close();
    try (Session session = new Session(folder)) {
      assertThat(
              session
                  .collections()
                  .list(ListCollectionsRequest.getDefaultInstance())
                  .getCollectionsList())
          .extracting(CollectionDescription::getName)
          .containsExactly("other");
      session.create();
      session.upsert(2);
      assertThat(session.count()).isEqualTo(1);
    }
    assertThat(lines).singleElement().asString().contains("is damaged and was moved to");
    assertThat(collections.resolve("points%2Eminilm%20384%20%C3%BC.damaged")).exists();
  }

  @Test
  void showsEveryAnsweredWriteToTheNextRead() throws Exception {
    int writers = 4;
    int each = 25;
    try (Session session = new Session(folder);
        ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      session.create();
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int base = writer * each;
        tasks.add(() -> {
          long seen = 0;
          for (int i = 0; i < each; i++) {
            session.upsert(base + i);
            seen += session.count(Sample.must(hasId(base + i)));
          }
          return seen;
        });
      }
      for (Future<Long> seen : threads.invokeAll(tasks)) {
        assertThat(seen.get()).isEqualTo(each);
      }
      assertThat(session.count()).isEqualTo((long) writers * each);
    }
  }

  private static Condition hasId(int id) {
    return ConditionFactory.hasId(Sample.id(id));
  }

  private static Filter epoch(long atLeast) {
    return Sample.must(range("epoch", Range.newBuilder().setGte((double) atLeast).build()));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  /** A server with a client, from open to close. */
  private record Session(VectorServer server, ManagedChannel channel) implements AutoCloseable {
    Session(Path folder) throws IOException {
      this(VectorServer.start(folder, Engine.freePort(), Engine.KEY, _ -> {}));
    }

    private Session(VectorServer server) {
      this(server, Engine.connect("127.0.0.1", server.port()));
    }

    PointsGrpc.PointsBlockingStub points() {
      return PointsGrpc.newBlockingStub(Engine.withKey(channel, Engine.KEY));
    }

    CollectionsGrpc.CollectionsBlockingStub collections() {
      return CollectionsGrpc.newBlockingStub(Engine.withKey(channel, Engine.KEY));
    }

    void create() {
      collections().create(Engine.creation(NAME));
    }

    void upsert(int... ids) {
      points().upsert(upserting(0, ids).build());
    }

    void upsertUnder(long epoch, int... ids) {
      points()
          .upsert(
              upserting(epoch, ids)
                  .setUpdateFilter(Filter.newBuilder().addMustNot(epoch(0).getMust(0)))
                  .build());
    }

    private static UpsertPoints.Builder upserting(long epoch, int... ids) {
      UpsertPoints.Builder upsert = UpsertPoints.newBuilder().setCollectionName(NAME).setWait(true);
      for (int id : ids) {
        PointStruct point = Sample.point(id, Map.of("epoch", value(epoch), "bucket", value(id)));
        upsert.addPoints(point);
      }
      return upsert;
    }

    void delete(int id) {
      points()
          .delete(
              DeletePoints.newBuilder()
                  .setCollectionName(NAME)
                  .setWait(true)
                  .setPoints(Sample.selector(Sample.id(id)))
                  .build());
    }

    long count() {
      return count(Filter.getDefaultInstance());
    }

    long count(Filter filter) {
      return points()
          .count(CountPoints.newBuilder().setCollectionName(NAME).setFilter(filter).build())
          .getResult()
          .getCount();
    }

    @Override
    public void close() throws IOException {
      channel.shutdownNow();
      server.close();
    }
  }
}
