package dev.tercet.storage.postgres.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Usage;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was spent is kept as differences, which folding leaves exact. */
class SpendingTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final UUID PROJECT = new UUID(1, 1);

  /** Two calls that ended, of two days, and one that has not. */
  private static final String CALLS =
      """
      INSERT INTO model_call (extraction, id, project, epoch, started_at, ended_at, calls, input_tokens, output_tokens,
                              ordinal, verdict, provider, model, fingerprint)
      SELECT gen_random_uuid(), gen_random_uuid(), '00000000-0000-0001-0000-000000000001', 1, '2026-11-29 23:59:59Z'::timestamptz + n * interval '1 minute',
             CASE WHEN n < 2 THEN now() END, CASE WHEN n < 2 THEN 2 ELSE 0 END, CASE WHEN n < 2 THEN 30 ELSE 0 END, 0,
             0, CASE WHEN n < 2 THEN 'valid'::call_verdict END, 'provider', 'model', sha256('words')
        FROM generate_series(0, 2) AS n
      """;

  private static final Usage OF_CALLS = new Usage(5, 60, 0);

  private LedgerUnderTest ledger;

  @BeforeEach
  void open() {
    ledger = new LedgerUnderTest(DATABASE);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Usage spent() {
    return ledger.projects().usage(PROJECT);
  }

  @Test
  void isKeptByTheDayOnWhichACallBegan() {
    ledger.execute(CALLS);
    ledger.execute("DELETE FROM model_call");
    assertThat(spent()).isEqualTo(OF_CALLS);

    assertThat(ledger.retention().foldCounts()).isFalse();

    assertThat(spent()).isEqualTo(OF_CALLS);
    assertThat(ledger.column("SELECT count(*) FROM spend_difference")).containsExactly("0");
    assertThat(
            ledger.column(
                "SELECT concat_ws(' ', day, calls, input_tokens, provider, model) FROM spend ORDER BY day"))
        .containsExactly("2026-11-29 2 30 provider model", "2026-11-30 3 30 provider model");
  }

  @Test
  void staysExactWhileManyFoldIt() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> pending = new ArrayList<>();
      for (int n = 0; n < 200; n++) {
        pending.add(threads.submit(() -> ledger.execute(CALLS)));
        if (n % 10 == 0) {
          pending.add(threads.submit(() -> ledger.retention().foldCounts()));
        }
      }
      for (Future<?> each : pending) {
        each.get();
      }
    }

    assertThat(spent()).isEqualTo(new Usage(200 * 5, 200 * 60, 0));
  }

  @Test
  void takesInWhatWasThereBeforeIt() throws Exception {
    ledger.execute(CALLS);
    ledger.execute("DELETE FROM spend_difference");
    ledger.execute(CALLS);
    assertThat(spent()).isEqualTo(OF_CALLS);

    try (var in =
        SpendingTest.class
            .getClassLoader()
            .getResourceAsStream("db/migration/V29__spend_of_before.sql")) {
      ledger.execute(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }

    assertThat(spent()).isEqualTo(OF_CALLS.plus(OF_CALLS));
  }
}
