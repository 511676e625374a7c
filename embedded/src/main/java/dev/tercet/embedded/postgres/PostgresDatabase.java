package dev.tercet.embedded.postgres;

import dev.tercet.embedded.process.Ports;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Looks into a running server over the wire, as the program will. */
public record PostgresDatabase(int port, String password) {
  static final String NAME = "tercet";
  static final String USER = "tercet";

  /** For a look at a server; one that answers later is not healthy. */
  private static final int SECONDS = 3;

  /** For a server that was just started, on a machine that may be busy. */
  private static final int SECONDS_TO_CREATE = 30;

  PostgresAddress address() {
    return new PostgresAddress(
        "jdbc:postgresql://" + Ports.HOST + ":" + port + "/" + NAME, USER, password);
  }

  public boolean answers() {
    try (Connection connection = connect(SECONDS);
        Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException _) {
      return false; // down, starting, or hung: not healthy, whatever the reason
    }
  }

  /** Creates Tercet's database when it is absent. */
  void create() throws SQLException {
    try (Connection connection = connect(SECONDS_TO_CREATE);
        PreparedStatement exists =
            connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      exists.setString(1, NAME);
      try (ResultSet found = exists.executeQuery()) {
        if (found.next()) {
          return;
        }
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE tercet");
      }
    }
  }

  @Override
  public String toString() {
    return "PostgresDatabase[" + port + "]";
  }

  private Connection connect(int seconds) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {Ports.HOST});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("postgres");
    source.setUser(USER);
    source.setPassword(password);
    source.setConnectTimeout(seconds);
    source.setLoginTimeout(seconds);
    source.setSocketTimeout(seconds);
    return source.getConnection();
  }
}
