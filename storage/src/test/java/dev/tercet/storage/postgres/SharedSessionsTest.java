package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Pools.Sharing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The settings of statements where a pooler gives out the server's sessions by transaction. */
class SharedSessionsTest {
  private static final String SETTINGS =
      """
      SELECT current_setting('enable_seqscan'), current_setting('plan_cache_mode'),
             current_setting('statement_timeout'), current_setting('lock_timeout')
      """;

  private final HikariDataSource pool = pool(PostgresServerUnderTest.freshDatabase());

  /** One connection, so that everybody meets the same session. */
  private static HikariDataSource pool(PostgresAddress address) {
    var config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.username());
    config.setPassword(address.password());
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private static List<String> settings(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SETTINGS);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }
  }

  private List<String> outside() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return settings(connection);
    }
  }

  @Test
  void goWithEachTransactionAndStayInNone() throws SQLException {
    List<String> before = outside();
    List<String> ours = List.of("off", "force_generic_plan", "30s", "5s");
    Database shared = new Database(pool, Sharing.BY_TRANSACTION);

    assertThat(shared.transaction(SharedSessionsTest::settings)).isEqualTo(ours);
    assertThat(outside()).isEqualTo(before);
    assertThat(shared.once(SharedSessionsTest::settings)).isEqualTo(ours);
    assertThat(shared.read(SharedSessionsTest::settings)).isEqualTo(ours);
    assertThat(outside()).as("of whoever gets the session next").isEqualTo(before);
    assertThat(new Database(pool).once(SharedSessionsTest::settings)).isEqualTo(ours);
    assertThat(outside()).as("where it is ours alone").isEqualTo(ours);
  }
}
