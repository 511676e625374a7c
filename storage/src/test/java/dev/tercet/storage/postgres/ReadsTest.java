package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.port.QueryTooSlowException;
import dev.tercet.saga.port.StoreBusyException;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people ask has a limit, and is asked a second time only where the first was not heard. */
class ReadsTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(2);

  private final LosingConnections losing = new LosingConnections();
  private final HikariDataSource pool = pool();
  private final Database reads = Database.ofReaders(losing.over(pool), LONG);
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void endsASlowQuestionAndDoesNotAskItAgain() {
    Database impatient = Database.ofReaders(losing.over(pool), SHORT);

    assertThatThrownBy(() -> ask(impatient, "SELECT pg_sleep(600)"))
        .isInstanceOfSatisfying(
            QueryTooSlowException.class, slow -> assertThat(slow.limit()).isEqualTo(SHORT));
    assertThat(asked).hasValue(1);
    assertThat(ask("SELECT 7")).as("the connection goes on").isEqualTo(7);
  }

  @Test
  void asksAgainWhenTheServerWasNotReached() {
    losing.loseNext();

    assertThat(ask("SELECT 7")).isEqualTo(7);
  }

  @Test
  void tellsThatAllConnectionsAreInUse() throws SQLException {
    try (Connection only = pool.getConnection()) {
      assertThat(only.isClosed()).isFalse();
      assertThatThrownBy(() -> ask("SELECT 7")).isInstanceOf(StoreBusyException.class);
    }
    assertThat(ask("SELECT 7")).isEqualTo(7);
  }

  @Test
  void changesNothing() {
    assertThatThrownBy(() -> ask("INSERT INTO installation DEFAULT VALUES RETURNING 1"))
        .hasMessageContaining("read-only");
  }

  private int ask(String sql) {
    return ask(reads, sql);
  }

  private int ask(Database reads, String sql) {
    return reads.read(connection -> {
      asked.incrementAndGet();
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return Rows.list(statement, row -> row.getInt(1)).getFirst();
      }
    });
  }

  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(DATABASE.url());
    config.setUsername(DATABASE.username());
    config.setPassword(DATABASE.password());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(1_000);
    return new HikariDataSource(config);
  }
}
