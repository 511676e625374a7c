package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.api.config.Settings;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.qdrant.EnginePlace;
import dev.tercet.embedded.qdrant.QdrantChoice;
import dev.tercet.saga.port.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Postgres that takes a question and does not answer. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit starts them before each test
class SilentPostgresTest {
  private static final StoresConfig TWO =
      new StoresConfig(
          null,
          StoresConfig.QueueKeeper.REDIS,
          2,
          new StoresConfig.Reads(2, Duration.ofSeconds(5)),
          "tercet",
          new QdrantChoice.Auto(),
          new EnginePlace.Inside());
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String WAITING =
      """
      SELECT count(*)
        FROM pg_stat_activity
       WHERE wait_event_type = 'Lock'
      """;

  private EmbeddedStores servers;
  private StoreAddresses addresses;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    servers = EmbeddedStores.start(folder, _ -> {});
    addresses = StoreAddresses.of(servers);
  }

  @AfterAll
  void stop() throws Exception {
    servers.close();
  }

  @Test
  void isGivenUpOnPooledConnectionsAfterItsStatementsHadTheirTimeAndOnDirectOnesSooner()
      throws Exception {
    try (var pool = LedgerPool.open(addresses.postgres(), TWO, new SimpleMeterRegistry());
        Connection pooled = pool.pools().work().getConnection();
        Connection direct = pool.direct().open()) {
      assertThat(pooled.getNetworkTimeout()).isEqualTo(35_000);
      assertThat(direct.getNetworkTimeout()).isEqualTo(10_000);
    }
  }

  @Test
  void keepsNobodyFromClosingWhileAMigrationWaitsForIt() throws Exception {
    TercetConfig config =
        TercetConfig.of(
            Settings.defaults()
                .withFlag("test", "tercet.llm.provider", "echo")
                .withFlag("test", "tercet.embedding.provider", "hash"));
    var meters = new SimpleMeterRegistry();
    try (var models = Models.of(config, SteadyClock.beside(InstantSource.system()));
        var pool = LedgerPool.open(addresses.postgres(), TWO, meters);
        Connection before = pool.direct().open();
        Connection looking = pool.direct().open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      before.setAutoCommit(false);
      try (Statement statement = before.createStatement()) {
        statement.execute("CREATE TABLE flyway_schema_history (taken int)");
      }
      var stores = new Stores(config, addresses, models.embedder(), meters);
      var opening = threads.submit(stores::open);
      awaitLock(looking);
      var closing = threads.submit(stores::close);
      closing.get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThatThrownBy(() -> opening.get(SOON.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(StoreUnavailableException.class);
      before.rollback();
    }
  }

  private static void awaitLock(Connection looking) throws SQLException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!waits(looking)) {
      assertThat(System.nanoTime()).as("the migration waits").isLessThan(deadline);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean waits(Connection looking) throws SQLException {
    try (Statement statement = looking.createStatement();
        ResultSet count = statement.executeQuery(WAITING)) {
      return count.next() && count.getInt(1) > 0;
    }
  }
}
