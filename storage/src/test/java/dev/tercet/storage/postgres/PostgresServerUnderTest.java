package dev.tercet.storage.postgres;

import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.files.FolderTree;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.jdbc.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The Postgres that tests of this JVM share: the one that {@code
 * TERCET_TEST_POSTGRES=jdbc-url|user|password} names, or an embedded one that ends with the JVM.
 */
public final class PostgresServerUnderTest {
  private static final PostgresAddress SERVER = start();

  private PostgresServerUnderTest() {}

  private static PostgresAddress start() {
    String named = System.getenv("TERCET_TEST_POSTGRES");
    if (named != null) {
      String[] parts = named.split("\\|", -1);
      return new PostgresAddress(parts[0], parts[1], parts[2]);
    }
    try {
      Path folder = Files.createTempDirectory("tercet-postgres");
      EmbeddedStores stores = EmbeddedStores.start(folder, _ -> {});
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stores, folder)));
      return stores.postgres();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded Postgres did not start", e);
    }
  }

  private static void stop(EmbeddedStores stores, Path folder) {
    try {
      stores.close();
      FolderTree.delete(folder); // a ledger of a million documents is some gigabytes
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A database with empty tables, on that server. */
  public static PostgresAddress freshDatabase() {
    return database(newName(), Migrated.NAME);
  }

  /** What fresh ones are copied from: every migration would take seconds for each of them. */
  private static final class Migrated {
    static final String NAME = newName();

    static {
      Schema.migrate(source(database(NAME, "template1")));
    }
  }

  /** A database with the tables of an earlier release, whose last migration that was. */
  public static PostgresAddress databaseOf(String migration) {
    PostgresAddress address = emptyDatabase();
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(source(address))
        .locations("classpath:db/migration")
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .target(migration)
        .load()
        .migrate();
    return address;
  }

  private static PostgresAddress emptyDatabase() {
    return database(newName(), "template1");
  }

  private static String newName() {
    return "test_" + UUID.randomUUID().toString().replace('-', '_');
  }

  private static PostgresAddress database(String name, String template) {
    try (Connection connection =
            DriverManager.getConnection(SERVER.url(), SERVER.username(), SERVER.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    } catch (SQLException e) {
      throw new IllegalStateException("no database for the tests", e);
    }
    String url = SERVER.url().replaceFirst("/[^/?]*(\\?.*)?$", "/" + name);
    return new PostgresAddress(url, SERVER.username(), SERVER.password());
  }

  public static DataSource source(PostgresAddress address) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    source.setUser(address.username());
    source.setPassword(address.password());
    return source;
  }
}
