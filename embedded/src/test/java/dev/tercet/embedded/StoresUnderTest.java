package dev.tercet.embedded;

import dev.tercet.embedded.postgres.PostgresAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import redis.clients.jedis.Jedis;

/** What the tests do to running stores. */
public record StoresUnderTest(EmbeddedStores stores) implements AutoCloseable {
  public static StoresUnderTest start(Path data) throws IOException {
    return new StoresUnderTest(EmbeddedStores.start(data, _ -> {}));
  }

  /** Leaves a trace in Postgres and in Redis. */
  public void write() throws SQLException {
    query("CREATE TABLE kept AS SELECT 'x' AS word");
    try (Jedis redis = new Jedis(stores.redis().orElseThrow().url())) {
      redis.set("kept", "y");
    }
  }

  /** Reads both traces. */
  public String read() throws SQLException {
    try (Jedis redis = new Jedis(stores.redis().orElseThrow().url())) {
      return query("SELECT word FROM kept") + redis.get("kept");
    }
  }

  /** The first column of the first row, or nothing. */
  public String query(String sql) throws SQLException {
    PostgresAddress address = stores.postgres();
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.username(), address.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  public static long postgresPid(Path data) throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst().strip());
  }

  public static long redisPid(Path data) throws IOException {
    return Long.parseLong(Files.readString(data.resolve("redis/redis.pid")).strip());
  }

  @Override
  public void close() throws IOException {
    stores.close();
  }
}
