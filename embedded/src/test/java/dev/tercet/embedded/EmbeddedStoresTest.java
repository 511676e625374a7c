package dev.tercet.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class EmbeddedStoresTest {
  @TempDir Path data;

  @Test
  void keepsDataAndPortsAcrossARestart() throws Exception {
    PostgresAddress postgres;
    RedisAddress redis;
    try (EmbeddedStores stores = EmbeddedStores.start(data, _ -> {})) {
      postgres = stores.postgres();
      redis = stores.redis();
      query(postgres, "CREATE TABLE kept AS SELECT 'x' AS word");
      try (Jedis jedis = new Jedis(redis.url())) {
        jedis.set("kept", "y");
      }
    }
    try (EmbeddedStores stores = EmbeddedStores.start(data, _ -> {})) {
      assertThat(stores.postgres()).isEqualTo(postgres);
      assertThat(stores.redis()).isEqualTo(redis);
      assertThat(query(postgres, "SELECT word FROM kept")).isEqualTo("x");
      try (Jedis jedis = new Jedis(redis.url())) {
        assertThat(jedis.get("kept")).isEqualTo("y");
      }
    }
  }

  private static String query(PostgresAddress address, String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.username(), address.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}
