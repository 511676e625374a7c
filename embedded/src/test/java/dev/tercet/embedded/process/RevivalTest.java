package dev.tercet.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.embedded.Child;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.KilledProgramTest;
import dev.tercet.embedded.StoresUnderTest;
import dev.tercet.embedded.postgres.PostgresDatabase;
import dev.tercet.embedded.postgres.PostmasterPid;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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

      assertThat(AwaitCondition.until(SOON, () -> isRead(stores))).isTrue();
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
      assertThat(AwaitCondition.until(SOON, () -> runsAnother(data, first) && database.answers()))
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
  void triesAStoreThatDoesNotStayLessAndLessOften() throws Exception {
    var store = new FakeServer(new CountDownLatch(0));
    try (Revival revival = watching(store, SOON)) {
      Duration pause = Duration.ZERO;
      for (int death = 1; death <= 6; death++) {
        store.running.set(false);
        Duration next = revival.lookOnce();
        assertThat(next).isGreaterThan(pause);
        assertThat(revival.lookOnce()).isEqualTo(death < 6 ? next : Duration.ofMillis(500));
        pause = next;
      }
      assertThat(store.started).hasValue(6);
    }
  }

  @Test
  void forgetsTheDeathsOfAStoreThatHasStayed() throws Exception {
    var store = new FakeServer(new CountDownLatch(0));
    try (Revival revival = watching(store, SOON)) {
      revival.lookOnce();
      revival.lookOnce();
      store.running.set(false);
      Duration twice = revival.lookOnce();
      for (Duration stayed = twice; stayed.compareTo(StoreExits.LONGEST) < 0; ) {
        assertThat(revival.lookOnce()).isEqualTo(twice);
        stayed = stayed.plus(twice);
      }
      assertThat(revival.lookOnce()).isLessThan(twice);
    }
  }

  @Test
  void startsNothingAfterItIsClosed() throws Exception {
    var store = new FakeServer(new CountDownLatch(0));
    Revival revival = watching(store, SOON);
    revival.close();
    revival.lookOnce();
    assertThat(store.started).hasValue(0);
  }

  @Test
  void letsAStartThatSoonEndsEndBeforeItIsClosed() throws Exception {
    var mayStart = new CountDownLatch(1);
    var store = new FakeServer(mayStart);
    Revival revival = watching(store, SOON);
    revival.begin();
    store.starting.await();
    Thread closing = Thread.ofVirtual().start(revival::close);
    assertThat(AwaitCondition.until(SOON, () -> closing.getState() == Thread.State.TIMED_WAITING))
        .isTrue();
    mayStart.countDown();
    closing.join();
    assertThat(store.started).hasValue(1);
  }

  @Test
  void interruptsAStartThatDoesNotEndWhenItIsClosed() throws Exception {
    var store = new FakeServer(new CountDownLatch(1));
    Revival revival = watching(store, Duration.ofMillis(1));
    revival.begin();
    store.starting.await();
    revival.close();
    assertThat(store.started).hasValue(0);
    assertThat(lines).last().asString().contains("gave up");
  }

  private Revival watching(StoreServer server, Duration toStart) {
    return new Revival(server, lines::add, lines::add, toStart);
  }

  /** Is dead until it is revived, which ends when it is let. */
  private static final class FakeServer implements StoreServer {
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicInteger started = new AtomicInteger();
    private final CountDownLatch starting = new CountDownLatch(1);
    private final CountDownLatch mayStart;

    FakeServer(CountDownLatch mayStart) {
      this.mayStart = mayStart;
    }

    @Override
    public String name() {
      return "store";
    }

    @Override
    public boolean runs() {
      return running.get();
    }

    @Override
    public void revive() throws IOException {
      starting.countDown();
      try {
        mayStart.await();
      } catch (InterruptedException e) {
        throw new IOException("gave up", e);
      }
      running.set(true);
      started.incrementAndGet();
    }

    @Override
    public void close() {
      // it is nobody's process
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
