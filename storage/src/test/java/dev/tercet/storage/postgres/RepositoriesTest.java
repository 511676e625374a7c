package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.port.QueryTooSlowException;
import dev.tercet.saga.port.StoreBusyException;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Pools.Sharing;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call of a repository is one statement of its database, as if it stood there in SQL. */
class RepositoriesTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final Duration SHORT = Duration.ofMillis(200);

  private final LosingConnections losing = new LosingConnections();
  private final HikariDataSource pool = pool();
  private final Settings settings = settings(new Database(losing.over(pool)));

  /** What the session is set to. */
  @MappedEntity("pg_settings")
  record Setting(@Id String name, String setting) {}

  @JdbcRepository(dialect = Dialect.POSTGRES)
  interface Settings extends GenericRepository<Setting, String> {
    Optional<Setting> findById(String name);

    @Query("SELECT 1 FROM pg_sleep(600)")
    int sleep();

    @Query("SELECT 1 FROM nowhere")
    int failToRead();

    @Query("UPDATE nowhere SET weight = 1")
    int failToWrite();

    @Query("UPDATE queue_setting SET weight = :weight WHERE queue = 'low'")
    int weigh(int weight);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void aCallHasTheSettingsOfItsDatabase() {
    assertThat(value(settings, "plan_cache_mode")).isEqualTo("force_generic_plan");
    assertThat(value(settings, "statement_timeout")).isEqualTo("30000");
  }

  @Test
  void aSharedSessionHasThemForTheCallAlone() throws SQLException {
    Settings shared = settings(new Database(pool, Sharing.BY_TRANSACTION));

    assertThat(value(shared, "plan_cache_mode")).isEqualTo("force_generic_plan");
    try (Connection whoeverIsNext = pool.getConnection();
        var statement = whoeverIsNext.createStatement();
        var row = statement.executeQuery("SHOW plan_cache_mode")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("auto");
    }
  }

  @Test
  void aReadersCallHasItsLimitAndChangesNothing() {
    Settings readers = settings(Database.ofReaders(pool, SHORT));

    assertThatThrownBy(readers::sleep).isInstanceOf(QueryTooSlowException.class);
    assertThatThrownBy(() -> readers.weigh(1)).hasMessageContaining("read-only");
  }

  @Test
  void aCallThatDidNotReachTheServerIsMadeAgain() {
    losing.loseNext();
    assertThat(value(settings, "TimeZone")).isEqualTo("UTC");
    losing.loseNext();
    assertThat(settings.weigh(1)).isEqualTo(1);
  }

  @Test
  void aWriteThatFailedIsMadeAgainAndAQuestionIsNot() {
    assertThatThrownBy(settings::failToWrite).hasMessageContaining("nowhere");
    assertThat(losing.asked()).isEqualTo(2);
    assertThatThrownBy(settings::failToRead).hasMessageContaining("nowhere");
    assertThat(losing.asked()).isEqualTo(3);
  }

  @Test
  void aFailureIsThatOfItsDatabase() throws SQLException {
    assertThatThrownBy(() -> settings.weigh(1_000)).isInstanceOf(IllegalArgumentException.class);
    try (Connection only = pool.getConnection()) {
      assertThat(only.isClosed()).isFalse();
      assertThatThrownBy(() -> settings.weigh(1)).isInstanceOf(StoreBusyException.class);
    }
  }

  @Test
  void whatTheyAskIsAmongTheStatementsOfTheProgram() {
    assertThat(Statements.all())
        .containsKeys("ProjectRepository.findById[id]", "RunRepository.findNewest[limit]")
        .extractingByKey("RunRepository.moveCursor[bucket]")
        .asString()
        .contains("VALUES ('sweep', ?)");
  }

  private static Settings settings(Database database) {
    return database.repository(Settings.class);
  }

  private static String value(Settings settings, String name) {
    return settings.findById(name).orElseThrow().setting();
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
