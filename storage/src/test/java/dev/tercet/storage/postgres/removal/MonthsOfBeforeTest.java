package dev.tercet.storage.postgres.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.jdbc.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histories and calls that were written before there were months. */
class MonthsOfBeforeTest {
  /** Of a year, of today, and with ids that no clock has drawn yet. */
  private static final String ROWS =
      """
      INSERT INTO audit (extraction, project, at, epoch, to_status, reason)
      SELECT CASE WHEN n % 100 = 0 THEN ('ffffffff' || right(uuidv7()::text, 28))::uuid ELSE uuidv7(-n * interval '9 hours') END,
             gen_random_uuid(), now(), 0, 'pending', 'line ' || n
        FROM generate_series(1, 1000) AS n
      """;

  private static final String CALLS =
      """
      INSERT INTO model_call (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint)
      SELECT extraction, extraction, project, 1, at, 0, 'p', 'm', sha256('x') FROM audit
      """;

  private static final String LINE =
      """
      INSERT INTO audit (extraction, project, at, epoch, to_status, reason)
      VALUES (uuidv7(), gen_random_uuid(), now(), 0, 'pending', 'of meanwhile')
      """;

  /** By the view over the calls. */
  private static final String READ = "SELECT count(*) FROM saga WHERE id = gen_random_uuid()";

  private static final String END =
      """
      INSERT INTO model_call AS c (extraction, id, project, epoch, started_at, ended_at, verdict, calls, ordinal, provider, model, fingerprint)
      SELECT extraction, id, project, 1, now(), now(), 'valid', 1, 0, 'p', 'm', sha256('x') FROM model_call
      ON CONFLICT (extraction, id) DO UPDATE SET ended_at = excluded.ended_at, verdict = excluded.verdict, calls = excluded.calls
       WHERE c.ended_at IS NULL
      """;

  /** As they were before, without what later migrations have added. */
  private static final String LINES =
      """
      SELECT (seq, extraction, project, at, epoch, from_status, to_status, worker, reason)::text
        FROM audit
       WHERE reason <> 'of meanwhile'
       ORDER BY seq
      """;

  /** The same of the calls. */
  private static final String CALL_ROWS =
      """
      SELECT (extraction, id, project, epoch, started_at, ended_at, calls, input_tokens, output_tokens, ordinal, verdict,
              provider, model, fingerprint, reason, raw)::text
        FROM model_call
       ORDER BY extraction
      """;

  /** Others may hold a table for longer than a migration waits. */
  private static final int TRIES = 20;

  private final PostgresAddress address = PostgresServerUnderTest.databaseOf("30");
  private final DataSource source = PostgresServerUnderTest.source(address);
  private final Connection former = connection();

  @BeforeEach
  void write() throws SQLException {
    execute(ROWS);
    execute(CALLS);
  }

  @AfterEach
  void close() throws SQLException {
    former.close();
  }

  /** As at a start: what would make others wait for a lock is begun again. */
  private void migrate() {
    for (int left = TRIES; ; left--) {
      try {
        Schema.migrate(source);
        return;
      } catch (StoreUnavailableException e) {
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  @Test
  void stayAsTheyAreAndWhoeverWritesMeanwhileGoesOn() throws Exception {
    List<String> lines = column(LINES);
    List<String> calls = column(CALL_ROWS);
    CountDownLatch atWork = new CountDownLatch(4);
    AtomicBoolean migrated = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> written = threads.submit(() -> repeat(LINE, migrated, atWork));
      List<Future<Integer>> read =
          Stream.generate(() -> threads.submit(() -> repeat(READ, migrated, atWork)))
              .limit(3)
              .toList();
      atWork.await();
      try {
        migrate();
      } finally {
        migrated.set(true);
      }
      int all = written.get();
      assertThat(column("SELECT count(*) FROM audit WHERE reason = 'of meanwhile'"))
          .containsExactly(String.valueOf(all));
      for (Future<Integer> each : read) {
        assertThat(each.get()).isPositive();
      }
    }

    assertThat(column(LINES)).isEqualTo(lines);
    assertThat(column(CALL_ROWS)).isEqualTo(calls);
    assertThat(column("SELECT count(*) FROM audit GROUP BY seq HAVING count(*) > 1")).isEmpty();
    assertThat(column("SELECT DISTINCT tableoid::regclass FROM audit ORDER BY 1"))
        .containsExactly("audit_before", "audit_default");
    assertThat(column("SELECT conname FROM pg_constraint WHERE NOT convalidated")).isEmpty();
  }

  @Test
  void endAsTheyWereBegunAndAreCountedOnce() throws SQLException {
    migrate();
    execute(END);
    execute(END);

    assertThat(column("SELECT count(*) FROM model_call WHERE verdict = 'valid'"))
        .containsExactly("1000");
    assertThat(column("SELECT sum(calls) FROM spend_difference")).containsExactly("1000");
    assertThat(column("SELECT sum(n) FROM status_difference")).containsExactly("1000");
    assertThat(column("SELECT pg_get_viewdef('saga')").getFirst()).contains("FROM model_call m");
  }

  @Test
  void areMovedInAnotherAttemptWhenTheFirstOneWasKilled() throws SQLException {
    execute(
        "ALTER TABLE audit ADD CONSTRAINT before_months CHECK (extraction < 'fff00000-0000-0000-0000-000000000000') NOT VALID");

    migrate();

    assertThat(column("SELECT count(*) FROM audit")).containsExactly("1000");
    assertThat(column("SELECT relkind FROM pg_class WHERE relname IN ('audit', 'model_call')"))
        .containsExactly("p", "p");
  }

  /** A statement that was prepared before, again and again until that is over, and once more. */
  private int repeat(String sql, AtomicBoolean over, CountDownLatch atWork) throws SQLException {
    int times = 0;
    try (Connection connection = connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (boolean last = false; !last; times++) {
        last = over.get();
        statement.execute();
        if (times == 10) {
          atWork.countDown();
        }
      }
      return times;
    } finally {
      atWork.countDown();
    }
  }

  private Connection connection() {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = former.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> column(String sql) throws SQLException {
    try (PreparedStatement statement = former.prepareStatement(sql)) {
      return Rows.list(statement, row -> String.valueOf(row.getString(1)));
    }
  }
}
