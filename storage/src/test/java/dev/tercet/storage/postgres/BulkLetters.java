package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Claim;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.queue.Hint;
import dev.tercet.storage.postgres.BreakingConnections.When;
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
import org.jspecify.annotations.Nullable;

/** Letters of one project and runs over them, by connections that break when they are told to. */
final class BulkLetters implements AutoCloseable {
  static final int LETTERS = 6;
  static final long DEADLINE_SECONDS = 30;

  /** Letters a second, which is a page. */
  static final int RATE = 4;

  private static final UUID SESSION = new UUID(1, 1);
  private static final String TENANT = "tenant";

  final LedgerUnderTest ledger;
  final UUID project;
  private final BreakingConnections connections = new BreakingConnections();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  BulkLetters(PostgresAddress database) {
    ledger = new LedgerUnderTest(database, StoreSettings.DEFAULT, connections::over);
    project = ledger.projects().put(TENANT, "letters", "{}", "{}").project().id();
    ledger.opened(SESSION);
  }

  /** A letter that is being worked on. */
  Claim claimed(String source) {
    UUID id = ledger.accepted(project, source, "words");
    return ledger
        .extractions()
        .claim(List.of(new Hint(id, 0)), SESSION, Duration.ofMinutes(5))
        .getFirst();
  }

  /** A run over so many of them; over those of one source unless that is null. */
  UUID begun(BulkAction action, @Nullable String source, int letters) {
    UUID run = UUID.randomUUID();
    var filter = new BulkFilter(TENANT, project, null, source, null, null, null, null, List.of());
    ledger.bulk().begin(new BulkOrder(run, action, filter, RATE, null, letters, false));
    return run;
  }

  BulkRun run(UUID run) {
    return ledger.bulk().find(TENANT, run).orElseThrow();
  }

  BulkRun aborted(UUID run) {
    return ledger.bulk().abort(TENANT, run).orElseThrow();
  }

  <T> Future<T> start(Callable<T> act) {
    return threads.submit(act);
  }

  /** Makes two pages, of which the first one's connection breaks. */
  void makePagesOfWhichOneBreaks(When when) {
    connections.breakNext(when);

    ledger.bulk().workOnce();
    ledger.age(Duration.ofSeconds(1));
    ledger.bulk().workOnce();

    assertThat(connections.isArmed()).as("the connection never broke").isFalse();
  }

  /** Every letter was changed, and the run has ended. */
  void assertIsOver(UUID run) {
    BulkRun ended = run(run);
    assertThat(ended.done()).isEqualTo(LETTERS);
    assertThat(ended.refused()).isZero();
    assertThat(ended.state()).isEqualTo(BulkRun.State.FINISHED);
  }

  /** Nobody else can lock the rows of that query as it does, until this commits. */
  Connection holding(String query) throws SQLException {
    Connection other = ledger.direct();
    other.setAutoCommit(false);
    try (var statement = other.createStatement()) {
      statement.execute(query);
    }
    return other;
  }

  /**
   * The backends that wait for a lock, as soon as there are so many.
   *
   * @param like a pattern of their statements
   */
  List<String> waiting(int backends, String like) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (System.nanoTime() < deadline) {
      List<String> waiting =
          ledger.column(
              """
              SELECT pid
                FROM pg_stat_activity
               WHERE datname = current_database()
                 AND wait_event_type = 'Lock'
                 AND query LIKE '%s'
              """
                  .formatted(like));
      if (waiting.size() >= backends) {
        return waiting;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new AssertionError("nobody waits for the row");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    ledger.close();
  }
}
