package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.api.config.Secret;
import dev.tercet.api.config.StoresConfig;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.qdrant.EnginePlace;
import dev.tercet.embedded.qdrant.QdrantChoice;
import dev.tercet.saga.port.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Postgres that cannot be used says so before anything is written to it. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit starts them before each test
class FitLedgerTest {
  private static final StoresConfig TWO =
      new StoresConfig(
          null,
          StoresConfig.QueueKeeper.REDIS,
          2,
          new StoresConfig.Reads(2, Duration.ofSeconds(5)),
          "tercet",
          new QdrantChoice.Auto(),
          new EnginePlace.Inside());

  private EmbeddedStores servers;
  private StoresConfig.Postgres address;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    servers = EmbeddedStores.start(folder, _ -> {});
    address = StoreAddresses.of(servers).postgres();
  }

  @AfterAll
  void stop() throws Exception {
    servers.close();
  }

  @Test
  void takesTheServerThatIsMeant() {
    try (LedgerPool pool = pool(address)) {
      assertThat(pool.unfit()).isEmpty();
      pool.ping();
    }
  }

  @Test
  void refusesADatabaseInAnotherEncoding() throws SQLException {
    execute(
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
    try (LedgerPool pool = pool(of("latin"))) {
      assertThat(pool.unfit()).get().asString().contains("LATIN1", "UTF8");
    }
  }

  @Test
  void isNotUsableWhileItTakesNoWrites() throws SQLException {
    execute("CREATE DATABASE frozen");
    execute("ALTER DATABASE frozen SET default_transaction_read_only = on");
    try (LedgerPool pool = pool(of("frozen"))) {
      assertThatThrownBy(pool::ping)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("read-only");
      execute("ALTER DATABASE frozen RESET default_transaction_read_only");
      pool.ping();
    }
  }

  @Test
  void isNotUsableWhileTheWorkFindsNoConnection() throws SQLException {
    try (LedgerPool pool = pool(address)) {
      try (Connection one = pool.pools().work().getConnection();
          Connection other = pool.pools().work().getConnection()) {
        assertThat(one).isNotSameAs(other);
        assertThatThrownBy(pool::ping)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("the work's pool (2)");
      }
      pool.ping();
    }
  }

  @Test
  void noticesThatTwoConnectionsShareOneBackend() throws SQLException {
    try (LedgerPool pool = pool(address);
        Connection one = pool.direct().open();
        Connection other = pool.direct().open()) {
      assertThat(FitLedger.arePooledByTransaction(one, one)).isTrue();
      assertThat(FitLedger.arePooledByTransaction(one, other)).isFalse();
      assertThat(other.getAutoCommit()).isTrue();
    }
  }

  @Test
  void isJudgedThoughTheWorkHoldsEveryConnectionOfItsPool() throws SQLException {
    try (LedgerPool pool = pool(address);
        Connection one = pool.pools().work().getConnection();
        Connection other = pool.pools().work().getConnection()) {
      assertThat(one).isNotSameAs(other);
      assertThat(pool.unfit()).isEmpty();
    }
  }

  @Test
  void isNotTakenForFitWhenItCannotBeJudged() throws SQLException {
    execute("CREATE ROLE narrow LOGIN PASSWORD 'narrow' CONNECTION LIMIT 1");
    var narrow =
        new StoresConfig.Postgres(
            address.url(), "narrow", new Secret("narrow"), address.sessionUrl());
    try (LedgerPool pool = pool(narrow)) {
      assertThatThrownBy(pool::unfit)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("too many connections");
    }
  }

  @Test
  void leavesNoPoolOpenWhenTheSecondCannotBeMade() {
    var meters = new SimpleMeterRegistry();
    var nowhere =
        new StoresConfig.Postgres(
            address.url(), address.username(), address.password(), "jdbc:nothing");

    assertThatThrownBy(() -> LedgerPool.open(nowhere, TWO, meters))
        .hasMessageContaining("jdbc:nothing");
    assertThat(meters.getMeters()).isEmpty();
  }

  private static LedgerPool pool(StoresConfig.Postgres at) {
    return LedgerPool.open(at, TWO, new SimpleMeterRegistry());
  }

  private StoresConfig.Postgres of(String database) {
    String url = address.url().replaceFirst("/[^/?]*(\\?.*)?$", "/" + database);
    return new StoresConfig.Postgres(url, address.username(), address.password(), url);
  }

  private void execute(String sql) throws SQLException {
    try (LedgerPool pool = pool(address);
        Connection connection = pool.direct().open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
