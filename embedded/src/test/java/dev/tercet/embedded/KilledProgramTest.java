package dev.tercet.embedded;

import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorsFactory.vectors;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.qdrant.QdrantAddress;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class KilledProgramTest {
  private static final String COLLECTION = "points";

  @TempDir Path data;

  @Test
  void refusesAFolderThatAnotherProgramHolds() throws Exception {
    try (Child child = Child.start(data)) {
      assertThatThrownBy(() -> EmbeddedStores.start(data, _ -> {}))
          .isInstanceOf(EmbeddedStoresException.class)
          .hasMessageContaining("pid " + child.pid())
          .hasMessageContaining(data.toRealPath().toString());
      child.kill();
    }
    StoresUnderTest.start(data).close();
  }

  @Test
  void refusesAFolderThatThisProgramHolds() throws Exception {
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      assertThatThrownBy(() -> EmbeddedStores.start(data, _ -> {}))
          .isInstanceOf(EmbeddedStoresException.class)
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
      assertThat(stores.query("SELECT 1")).isEqualTo("1");
      assertThatThrownBy(() -> Child.start(data))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void keepsEverythingFromOtherUsersWhateverTheMaskIs() throws Exception {
    try (Child child = Child.start(data)) {
      try (QdrantClient client = connect(child.qdrant())) {
        client
            .createCollectionAsync(
                COLLECTION,
                VectorParams.newBuilder().setSize(4).setDistance(Distance.Cosine).build())
            .get();
        client.upsertAsync(upsert(1)).get();
      }
      try (Stream<Path> all = Files.walk(data)) {
        assertThat(all.filter(KilledProgramTest::isOpenToOthers)).isEmpty();
      }
      child.kill();
    }
    StoresUnderTest.start(data).close();
  }

  private static boolean isOpenToOthers(Path path) {
    try {
      return !Set.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE)
          .containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException _) {
      return false; // Postgres removes files of its own at any time
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void takesOverTheStoresThatAKilledProgramLeft() throws Exception {
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      stores.write();
    }
    long postgres;
    long redis;
    try (Child child = Child.start(data)) {
      postgres = StoresUnderTest.postgresPid(data);
      redis = StoresUnderTest.redisPid(data);
      child.kill();
    }
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      assertThat(StoresUnderTest.postgresPid(data)).isEqualTo(postgres);
      assertThat(StoresUnderTest.redisPid(data)).isEqualTo(redis);
      assertThat(stores.read()).isEqualTo("xy");
    }
    assertThat(runs(postgres)).isFalse();
    assertThat(runs(redis)).isFalse();
  }

  @Test
  void replacesStoresThatNoLongerAnswer() throws Exception {
    long postgres;
    long redis;
    try (Child child = Child.start(data)) {
      postgres = StoresUnderTest.postgresPid(data);
      redis = StoresUnderTest.redisPid(data);
      child.kill();
    }
    signal("STOP", postgres);
    signal("STOP", redis);
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      stores.write();
      assertThat(stores.read()).isEqualTo("xy");
      assertThat(StoresUnderTest.postgresPid(data)).isNotEqualTo(postgres);
      assertThat(StoresUnderTest.redisPid(data)).isNotEqualTo(redis);
    }
    assertThat(runs(postgres)).isFalse();
    assertThat(runs(redis)).isFalse();
  }

  @Test
  void recoversWhenTheStoresWereKilledToo() throws Exception {
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      stores.write();
    }
    try (Child child = Child.start(data)) {
      child.kill();
      signal("KILL", StoresUnderTest.postgresPid(data));
      signal("KILL", StoresUnderTest.redisPid(data));
    }
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      assertThat(stores.read()).isEqualTo("xy");
    }
  }

  @Test
  void neverTouchesAStrangerWhosePidIsOnRecord() throws Exception {
    StoresUnderTest.start(data).close();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(data.resolve("redis/redis.pid"), stranger.pid() + "\n");
      Files.writeString(
          data.resolve("postgres/postmaster.pid"),
          stranger.pid()
              + "\n"
              + data.toRealPath().resolve("postgres")
              + "\n"
              + ProcessHandle.current().info().startInstant().orElseThrow().getEpochSecond()
              + "\n5432\n\n127.0.0.1\n 1 1\nready\n");

      StoresUnderTest.start(data).close();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void startsDespiteGarbageInEveryRecord() throws Exception {
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      stores.write();
    }
    Files.writeString(data.resolve("redis/redis.pid"), "garbage");
    Files.write(data.resolve("postgres/postmaster.pid"), new byte[] {-1, 0, 10, 13, -128});
    Files.writeString(data.resolve("ports.properties"), "postgres=99999999\nredis=x\nqdrant=-1\n");
    Files.writeString(data.resolve("tercet.pid"), "garbage");

    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      assertThat(stores.read()).isEqualTo("xy");
    }
  }

  @Test
  void keepsEveryPointThatWasConfirmedBeforeTheKill() throws Exception {
    int confirmed = 0;
    try (Child child = Child.start(data);
        QdrantClient client = connect(child.qdrant())) {
      client
          .createCollectionAsync(
              COLLECTION, VectorParams.newBuilder().setSize(4).setDistance(Distance.Cosine).build())
          .get();
      for (; confirmed < 300; confirmed++) {
        client.upsertAsync(upsert(confirmed)).get();
      }
      var unusedAnswer = client.upsertAsync(upsert(confirmed)); // in flight when the program dies
      child.kill();
    }
    try (StoresUnderTest stores = StoresUnderTest.start(data);
        QdrantClient client = connect(stores.stores().qdrant())) {
      assertThat(client.countAsync(COLLECTION).get()).isBetween((long) confirmed, confirmed + 1L);
      for (int each = 0; each < confirmed; each++) {
        assertThat(client.retrieveAsync(COLLECTION, id(each), null).get()).hasSize(1);
      }
    }
  }

  private static UpsertPoints upsert(int number) {
    return UpsertPoints.newBuilder()
        .setCollectionName(COLLECTION)
        .setWait(true)
        .addPoints(PointStruct.newBuilder().setId(id(number)).setVectors(vectors(1, number, 0, 0)))
        .build();
  }

  private static QdrantClient connect(QdrantAddress address) {
    return new QdrantClient(
        QdrantGrpcClient.newBuilder(address.host(), address.port(), false, false)
            .withApiKey(address.apiKey())
            .build());
  }

  public static boolean runs(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null || !process.isAlive()) {
      return false;
    }
    try {
      // What ended but was not collected by its parent is a zombie, which does not run.
      return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException e) {
      return process.isAlive(); // no /proc here, or it was collected while its file was read
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }
}
