package dev.tercet.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Stores that die while they are needed. */
@Timeout(120)
class RevivalTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Test
  void startsKilledStoresAgainOnTheirPortsAndTheirData(@TempDir Path data) throws Exception {
    long postgres;
    long redis;
    try (var stores = new StoresUnderTest(EmbeddedStores.start(data, lines::add))) {
      stores.write();
      postgres = StoresUnderTest.postgresPid(data);
      redis = StoresUnderTest.redisPid(data);
      kill(postgres);
      kill(redis);

      assertThat(Waiting.until(SOON, () -> isRead(stores))).isTrue();
      assertThat(lines).contains("Postgres has died and is started again");
      assertThat(lines).contains("Redis has died and is started again");
      assertThat(StoresUnderTest.postgresPid(data)).isNotEqualTo(postgres);
      assertThat(StoresUnderTest.redisPid(data)).isNotEqualTo(redis);
      postgres = StoresUnderTest.postgresPid(data);
      redis = StoresUnderTest.redisPid(data);
    }
    assertThat(KilledProgramTest.runs(postgres)).isFalse();
    assertThat(KilledProgramTest.runs(redis)).isFalse();
  }

  @Test
  void leavesRevivedStoresToTheNextProgramWhenThisOneIsKilled(@TempDir Path data) throws Exception {
    long postgres;
    try (Child child = Child.start(data)) {
      long first = StoresUnderTest.postgresPid(data);
      kill(first);
      PostgresDatabase database = database(child);
      assertThat(Waiting.until(SOON, () -> runsAnother(data, first) && database.answers()))
          .isTrue();
      postgres = StoresUnderTest.postgresPid(data);
      child.kill();
    }
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      assertThat(stores.query("SELECT 1")).isEqualTo("1");
      assertThat(StoresUnderTest.postgresPid(data)).isEqualTo(postgres);
    }
  }

  @Test
  void letsAStartUnderWayEndBeforeItIsClosedAndStartsNothingAfterwards() throws Exception {
    var starting = new CountDownLatch(1);
    var mayStart = new CountDownLatch(1);
    var started = new AtomicInteger();
    StoreServer dead = new DeadServer(starting, mayStart, started);
    Revival revival = Revival.of(List.of(dead), lines::add).getFirst();
    starting.await();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var closing =
          threads.submit(() -> {
            revival.close();
            return started.get();
          });
      mayStart.countDown();
      assertThat(closing.get()).isEqualTo(1);
    }
    assertThat(started).hasValue(1);
  }

  /** Never runs, and starts when it is let. */
  private record DeadServer(CountDownLatch starting, CountDownLatch mayStart, AtomicInteger started)
      implements StoreServer {
    @Override
    public String name() {
      return "store";
    }

    @Override
    public boolean runs() {
      return false;
    }

    @Override
    public void revive() throws IOException {
      starting.countDown();
      try {
        mayStart.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      started.incrementAndGet();
    }

    @Override
    public void close() {
      started.set(0);
    }
  }

  private static boolean isRead(StoresUnderTest stores) {
    try {
      return stores.read().equals("xy");
    } catch (SQLException | JedisConnectionException _) {
      return false; // not yet
    }
  }

  private static PostgresDatabase database(Child child) throws IOException {
    JsonNode postgres = child.stores().path("postgres");
    URI url = URI.create(postgres.path("url").asText().substring("jdbc:".length()));
    return new PostgresDatabase(url.getPort(), postgres.path("password").asText());
  }

  private static boolean runsAnother(Path data, long than) {
    try {
      return new PostmasterPid(data.toRealPath().resolve("postgres"))
          .survivor()
          .filter(it -> it.pid() != than)
          .isPresent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }
}
