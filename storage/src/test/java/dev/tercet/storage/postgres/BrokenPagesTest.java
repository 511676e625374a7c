package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.queue.Hint;
import dev.tercet.storage.postgres.BreakingConnections.When;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@DisplayName("§11: a page of a bulk run is made whole or not at all, and once")
class BrokenPagesTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final UUID SESSION = new UUID(1, 1);
  private static final String TENANT = "tenant";
  private static final int LETTERS = 6;
  private static final long DEADLINE_SECONDS = 30;

  private final BreakingConnections connections = new BreakingConnections();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private LedgerUnderTest ledger;
  private UUID project;
  private List<UUID> letters;
  private UUID run;

  @BeforeEach
  void haveARunOverLettersThatFailed() {
    ledger = new LedgerUnderTest(DATABASE, StoreSettings.DEFAULT, connections::over);
    project = ledger.projects().put(TENANT, "letters", "{}", "{}").project().id();
    ledger.opened(SESSION);
    letters =
        IdOrder.sorted(
            IntStream.range(0, LETTERS).mapToObj(n -> failed("letter " + n)).toList(), it -> it);
    run = UUID.randomUUID();
    var filter = new BulkFilter(TENANT, project, null, null, null, null, null, null, List.of());
    ledger.bulk().begin(new BulkOrder(run, BulkAction.REDRIVE, filter, 4, null, LETTERS, false));
  }

  private UUID failed(String source) {
    UUID id = ledger.accepted(project, source, "words");
    Claim claim =
        ledger
            .extractions()
            .claim(List.of(new Hint(id, 0)), SESSION, Duration.ofMinutes(5))
            .getFirst();
    ledger
        .extractions()
        .fail(claim, new Failure("refused", FailureClass.PERMANENT, "no", Stage.ACCEPTED));
    return id;
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    ledger.close();
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void makesAPageOnceWhoseOutcomeWasNotHeard(When when) {
    connections.breakNext(when);

    ledger.bulk().workOnce();
    ledger.age(Duration.ofSeconds(1));
    ledger.bulk().workOnce();

    assertThat(connections.isArmed()).as("the connection never broke").isFalse();
    eachOnce();
  }

  /** The page has changed some of its extractions when its process is gone. */
  @Test
  void beginsAPageAnewThatDiedHalfway() throws Exception {
    assertThat(ledger.bulk().workOnce()).as("the first four").isTrue();
    ledger.age(Duration.ofSeconds(1));
    try (Connection other = holding(letters.getLast())) {
      Future<Boolean> page = threads.submit(ledger.bulk()::workOnce);
      String backend = waiting();
      ledger.column("SELECT pg_terminate_backend(%s)".formatted(backend));
      other.commit();
      page.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    ledger.age(Duration.ofSeconds(3));
    ledger.bulk().workOnce();

    eachOnce();
  }

  @Test
  void isAbortedWhileAPageIsUnderWay() throws Exception {
    try (Connection other = holding(letters.getFirst())) {
      Future<Boolean> page = threads.submit(ledger.bulk()::workOnce);
      waiting();
      Callable<BulkRun> act = () -> ledger.bulk().abort(TENANT, run).orElseThrow();
      Future<BulkRun> abort = threads.submit(act);
      other.commit();
      page.get(DEADLINE_SECONDS, TimeUnit.SECONDS);

      assertThat(abort.get(DEADLINE_SECONDS, TimeUnit.SECONDS).state())
          .isEqualTo(BulkRun.State.ABORTED);
    }
    ledger.age(Duration.ofSeconds(3));

    assertThat(ledger.bulk().workOnce()).isFalse();
    assertThat(ledger.bulk().find(TENANT, run).orElseThrow().done())
        .isEqualTo(letters.stream().mapToLong(this::retries).sum())
        .isEqualTo(4);
  }

  /** The first run waits for a row that somebody holds, until its page fails, and once more. */
  @Test
  void letsAnotherRunGoOnBehindOneWhosePageFails() throws Exception {
    String source = "a letter of another run";
    UUID letter = failed(source);
    UUID second = UUID.randomUUID();
    var filter = new BulkFilter(TENANT, project, null, source, null, null, null, null, List.of());
    ledger.bulk().begin(new BulkOrder(second, BulkAction.REDRIVE, filter, 4, null, 1, false));
    try (Connection other = holding(letters.getFirst())) {
      assertThatThrownBy(ledger.bulk()::workOnce).isInstanceOf(RuntimeException.class);

      assertThat(ledger.bulk().workOnce()).isTrue();
      assertThat(ledger.bulk().find(TENANT, second).orElseThrow().state())
          .isEqualTo(BulkRun.State.FINISHED);
      assertThat(retries(letter)).isEqualTo(1);
      assertThat(ledger.bulk().workOnce()).as("the first is put off").isFalse();
      other.commit();
    }
    ledger.age(Duration.ofSeconds(30));
    ledger.bulk().workOnce();
    ledger.age(Duration.ofSeconds(1));
    ledger.bulk().workOnce();

    eachOnce();
  }

  /** Nobody else can change that row until this commits. */
  private Connection holding(UUID extraction) throws SQLException {
    Connection other = ledger.direct();
    other.setAutoCommit(false);
    try (var statement = other.createStatement()) {
      statement.execute(
          "SELECT id FROM extraction WHERE id = '%s' FOR UPDATE".formatted(extraction));
    }
    return other;
  }

  /** The backend of the page that waits for the row. */
  private String waiting() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (System.nanoTime() < deadline) {
      List<String> backends =
          ledger.column(
              """
              SELECT pid
                FROM pg_stat_activity
               WHERE datname = current_database()
                 AND wait_event_type = 'Lock'
                 AND query LIKE '%retried%'
              """);
      if (!backends.isEmpty()) {
        return backends.getFirst();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new AssertionError("no page waits for the row");
  }

  private void eachOnce() {
    BulkRun ended = ledger.bulk().find(TENANT, run).orElseThrow();
    assertThat(ended.done()).isEqualTo(LETTERS);
    assertThat(ended.refused()).isZero();
    assertThat(ended.state()).isEqualTo(BulkRun.State.FINISHED);
    assertThat(letters).allMatch(id -> retries(id) == 1);
  }

  private long retries(UUID letter) {
    return ledger.reader().history(project, letter).stream()
        .filter(it -> it.from() == Status.FAILED && it.to() == Status.PENDING)
        .count();
  }
}
