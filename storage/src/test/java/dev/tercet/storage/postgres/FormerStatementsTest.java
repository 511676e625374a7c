package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * While processes are replaced one by one, those of the former release go on with the schema of
 * this one: each of their statements can still be planned. After a release {@code
 * -Dtercet.statements.write=FILE} writes its statements, for the next one to be held against.
 */
class FormerStatementsTest {
  private static final String NAME = "-- ";

  @Test
  void thoseOfTheFormerReleaseFindTheirTablesAndColumns() throws SQLException {
    Map<String, String> refused = new TreeMap<>();
    try (Connection connection = unprepared();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> each : former().entrySet()) {
        try {
          statement.execute("EXPLAIN (GENERIC_PLAN) " + Explaining.numbered(each.getValue()));
        } catch (SQLException e) {
          refused.put(each.getKey(), String.valueOf(e.getMessage()));
        }
      }
    }
    assertThat(former()).hasSizeGreaterThan(100);
    assertThat(refused).isEmpty();
  }

  @Test
  void thoseOfThisReleaseAreAsTheyWillBeWritten() throws IOException {
    String written =
        Statements.all().entrySet().stream()
            .map(it -> NAME + it.getKey() + "\n" + it.getValue().strip() + "\n")
            .collect(Collectors.joining("\n"));

    String file = System.getProperty("tercet.statements.write");
    if (file != null) {
      Files.writeString(Path.of(file), written);
    }
    assertThat(read(written)).hasSameSizeAs(Statements.all());
  }

  private static Map<String, String> former() {
    try (InputStream file =
        Objects.requireNonNull(
            FormerStatementsTest.class.getResourceAsStream("/former-statements.sql"))) {
      return read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> read(String file) {
    Map<String, String> statements = new TreeMap<>();
    for (String part : file.split("(?m)^" + NAME, -1)) {
      int end = part.indexOf('\n');
      if (end > 0) {
        statements.put(part.substring(0, end), part.substring(end + 1));
      }
    }
    return statements;
  }

  /** In simple mode, since nothing is bound to the parameters of a generic plan. */
  private static Connection unprepared() throws SQLException {
    var address = PostgresServerUnderTest.freshDatabase();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    source.setUser(address.username());
    source.setPassword(address.password());
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    return source.getConnection();
  }
}
