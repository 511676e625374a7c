package dev.tercet.storage.postgres.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.port.RetentionStore.Purged;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.LedgerTables;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Histories and calls stand in months, by the ids of their extractions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonthsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final UUID PROJECT = new UUID(3, 3);

  private final LedgerUnderTest ledger =
      new LedgerUnderTest(PostgresServerUnderTest.freshDatabase());
  private final LocalDate month =
      ledger.now().atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
  private int drawn;

  /** No month but those that a start creates. */
  @BeforeEach
  void empty() {
    ledger.execute(LedgerTables.EMPTY);
    ledger
        .column("SELECT partition FROM month_partition")
        .forEach(it -> ledger.execute("DROP TABLE " + it));
    ledger.stores().migrate();
  }

  @AfterAll
  void close() {
    ledger.close();
  }

  @Test
  void areCreatedAheadOnceAndTakeTheRowsOfTheirIds() {
    ledger.stores().migrate();

    for (String table : List.of("audit", "model_call")) {
      assertThat(months(table)).containsExactly(name(table, 0), name(table, 1), name(table, 2));
    }
    ledger.execute("DROP TABLE " + name("audit", 2));
    purge();
    assertThat(months("audit"))
        .as("those that a purge has found missing")
        .endsWith(name("audit", 2));
    assertThat(create("audit", 5, 1)).isZero();
    assertThat(months("audit")).endsWith(name("audit", 5), name("audit", 6));
    for (int n : List.of(0, 2, 5)) {
      assertThat(history(drawnIn(n))).isEqualTo(name("audit", n));
    }
    assertThat(history(lastOf(0))).isEqualTo(name("audit", 0));
  }

  @Test
  void whatHasNoMonthIsTakenAndMovesIntoItWhenItIsCreated() {
    UUID early = drawnIn(20);
    UUID strange = UUID.fromString("ffffffff-ffff-4fff-bfff-ffffffffffff");
    assertThat(history(early)).isEqualTo("audit_default");
    assertThat(history(strange)).isEqualTo("audit_default");

    assertThat(create("audit", 20, 1)).isZero();

    assertThat(months("audit")).contains(name("audit", 20), name("audit", 21));
    assertThat(history(early)).isEqualTo(name("audit", 20));
    assertThat(ledger.reader().history(PROJECT, early)).hasSize(2);
    assertThat(ledger.reader().history(PROJECT, strange)).hasSize(1);
    assertThat(ledger.column("SELECT count(*) FROM audit_default")).containsExactly("1");
    assertThat(ledger.column("SELECT sum(n) FROM status_difference"))
        .as("a move is no change of status")
        .containsExactly("3");
    assertThat(call(early)).isEqualTo("model_call_default");
    assertThat(call(early)).as("its end").isEqualTo("model_call_default");
    assertThat(ledger.column("SELECT count(*) FROM model_call")).containsExactly("1");
  }

  @Test
  void areNotCreatedOnceMoreHasComeThanCanMoveWhileEverybodyWaits() {
    UUID early = drawnIn(20);
    ledger.execute(
        "INSERT INTO audit (extraction, project, at, epoch, to_status, reason) SELECT '%s', '%s', now(), 0, 'pending', 'accepted' FROM generate_series(1, 10001)"
            .formatted(early, PROJECT));

    assertThat(create("audit", 20, 1)).isEqualTo(1);

    assertThat(months("audit")).contains(name("audit", 21)).doesNotContain(name("audit", 20));
    assertThat(history(early)).isEqualTo("audit_default");
  }

  @Test
  void goWithAllThatIsInThemOnceAllOfItIsPastItsRetentionAndNoOthersGo() {
    pastMonths();
    UUID gone = drawnIn(-6);
    UUID there = drawnIn(-5);
    UUID lately = drawnIn(-4);
    for (UUID each : List.of(gone, there, lately)) {
      history(each);
      call(each);
    }
    extraction(there);
    departed(gone, "2 days");
    departed(lately, "1 hour");

    assertThat(purge()).as("rows that were taken one by one").isEqualTo(new Purged(0, false));

    assertThat(months("audit"))
        .contains(name("audit", -5), name("audit", -4), name("audit", 0), name("audit", 2))
        .doesNotContain(name("audit", -6), name("audit", -3));
    assertThat(months("model_call"))
        .contains(name("model_call", -5), name("model_call", 0), name("model_call", 2))
        .doesNotContain(name("model_call", -6), name("model_call", -4));
    assertThat(ledger.column("SELECT extraction FROM audit ORDER BY 1"))
        .containsExactly(there.toString(), lately.toString());
    assertThat(ledger.column("SELECT extraction FROM model_call"))
        .containsExactly(there.toString());
    assertThat(ledger.column("SELECT extraction FROM departure"))
        .containsExactly(lately.toString());
    assertThat(ledger.column("SELECT sum(calls) FROM spend_difference")).containsExactly("3");
  }

  @Test
  void nobodyWaitsForAMonthToGoAndWhoComesWhileItGoesKeepsIt() throws Exception {
    pastMonths();
    UUID late = drawnIn(-6);
    try (Connection other = ledger.direct();
        Statement statement = other.createStatement();
        ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      other.setAutoCommit(false);
      statement.execute(historyOf(late));
      purge();
      assertThat(months("audit")).as("what is written to").contains(name("audit", -6));

      Future<Purged> going = thread.submit(this::purge);
      while (!going.isDone() && waiting().isEmpty()) {
        Thread.onSpinWait();
      }
      statement.execute(extractionOf(late));
      other.commit();
      going.get();
    }

    purge();

    assertThat(months("audit")).contains(name("audit", -6)).doesNotContain(name("audit", -5));
    assertThat(ledger.reader().history(PROJECT, late)).hasSize(1);
    ledger.execute("DELETE FROM extraction");
    ledger.execute("UPDATE departure SET at = at - interval '2 days'");
    purge();
    assertThat(months("audit")).doesNotContain(name("audit", -6));
    assertThat(history(late)).as("and whoever comes after that").isEqualTo("audit_default");
  }

  private List<String> waiting() {
    return ledger.column(
        "SELECT pid FROM pg_locks WHERE relation = 'audit'::regclass AND NOT granted");
  }

  private Purged purge() {
    return ledger.retention().purge(RetentionKind.AUDIT, DAY, 10);
  }

  /** The last half year, as if it had been partitioned all along. */
  private void pastMonths() {
    for (String table : List.of("audit", "model_call")) {
      assertThat(create(table, -6, 6)).isZero();
    }
  }

  private int create(String table, int from, int ahead) {
    return Integer.parseInt(
        ledger
            .column(
                "SELECT create_months('%s', '%s', %d)"
                    .formatted(table, month.plusMonths(from) + "T12:00:00Z", ahead))
            .getFirst());
  }

  private List<String> months(String table) {
    return ledger.column(
        "SELECT partition FROM month_partition WHERE parent = '%s' ORDER BY end_id"
            .formatted(table));
  }

  private String name(String table, int n) {
    return table + month.plusMonths(n).format(DateTimeFormatter.ofPattern("_yyyy_MM"));
  }

  private UUID drawnIn(int n) {
    return id(month.plusMonths(n).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
  }

  private UUID lastOf(int n) {
    return id(month.plusMonths(n + 1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() - 1);
  }

  private UUID id(long millis) {
    return new UUID(millis << 16 | 0x7000, 0x8000000000000000L | ++drawn);
  }

  /** Writes a line, and tells where it stands. */
  private String history(UUID extraction) {
    return ledger.column(historyOf(extraction) + " RETURNING tableoid::regclass").getFirst();
  }

  private static String historyOf(UUID extraction) {
    return """
    INSERT INTO audit (extraction, project, at, epoch, to_status, reason)
    VALUES ('%s', '%s', now(), 0, 'pending', 'accepted')\
    """
        .formatted(extraction, PROJECT);
  }

  /** Writes a call or its end, and tells where it stands. */
  private String call(UUID extraction) {
    return ledger
        .column(
            """
            INSERT INTO model_call AS c (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint)
            VALUES ('%1$s', '%1$s', '%2$s', 1, now(), 0, 'p', 'm', sha256('x'))
            ON CONFLICT (extraction, id) DO UPDATE SET ended_at = now(), verdict = 'valid', calls = 1
             WHERE c.ended_at IS NULL
            RETURNING tableoid::regclass
            """
                .formatted(extraction, PROJECT))
        .getFirst();
  }

  private void extraction(UUID id) {
    ledger.execute(extractionOf(id));
  }

  private static String extractionOf(UUID id) {
    return """
    INSERT INTO extraction (id, project, source, generation, since, due_at, status, queue, max_attempts)
    VALUES ('%s', '%s', 1, 1, now(), now(), 'pending', 'default', 5)\
    """
        .formatted(id, PROJECT);
  }

  private void departed(UUID extraction, String ago) {
    ledger.execute(
        "INSERT INTO departure (extraction, at) VALUES ('%s', now() - interval '%s')"
            .formatted(extraction, ago));
  }
}
