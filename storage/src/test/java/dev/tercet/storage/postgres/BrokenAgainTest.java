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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@DisplayName("§11: a page that makes documents again is made whole or not at all, and once")
class BrokenAgainTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final UUID SESSION = new UUID(1, 1);
  private static final String TENANT = "tenant";
  private static final int LETTERS = 6;
  private static final long DEADLINE_SECONDS = 30;

  private final BreakingConnections connections = new BreakingConnections();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private LedgerUnderTest ledger;
  private UUID project;
  private UUID run;

  @BeforeEach
  void haveARunOverLettersThatAreDone() {
    ledger = new LedgerUnderTest(DATABASE, StoreSettings.DEFAULT, connections::over);
    project = ledger.projects().put(TENANT, "letters", "{}", "{}").project().id();
    ledger.opened(SESSION);
    for (int letter = 0; letter < LETTERS; letter++) {
      done("letter " + letter);
    }
    run = UUID.randomUUID();
    var filter = new BulkFilter(TENANT, project, null, null, null, null, null, null, List.of());
    ledger.bulk().begin(new BulkOrder(run, BulkAction.AGAIN, filter, 4, null, LETTERS, false));
  }

  private void done(String source) {
    UUID id = ledger.accepted(project, source, "words");
    Claim claim =
        ledger
            .extractions()
            .claim(List.of(new Hint(id, 0)), SESSION, Duration.ofMinutes(5))
            .getFirst();
    ledger.extractions().complete(claim);
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

  @Test
  void makesAPageOnceWhoeverComesAtTheSameTime() throws Exception {
    for (int second = 0; second < 4; second++) {
      List<Future<Boolean>> pages = new ArrayList<>();
      for (int process = 0; process < 4; process++) {
        pages.add(threads.submit(ledger.bulk()::workOnce));
      }
      for (Future<Boolean> page : pages) {
        page.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      }
      ledger.age(Duration.ofSeconds(1));
    }
    eachOnce();
  }

  /** The run waits for the source, and then finds a version that is under way. */
  @Test
  void leavesADocumentAloneThatIsPostedMeanwhile() throws Exception {
    try (var other = ledger.direct()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute(
            "SELECT id FROM source WHERE project = '%s' FOR NO KEY UPDATE".formatted(project));
      }
      Future<UUID> posted =
          threads.submit(() -> ledger.accepted(project, "letter 0", "newer words"));
      awaitWaiting(1);
      Future<Boolean> page = threads.submit(ledger.bulk()::workOnce);
      awaitWaiting(2);
      other.commit();
      posted.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      page.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    ledger.age(Duration.ofSeconds(1));
    ledger.bulk().workOnce();

    BulkRun ended = ledger.bulk().find(TENANT, run).orElseThrow();
    List<String> words =
        ledger.column(
            """
            SELECT d.text
              FROM document d
              JOIN source s ON s.id = d.source AND s.newest_accepted_id = d.extraction
             WHERE s.project = '%s' AND s.name = 'letter 0'
            """
                .formatted(project));
    assertThat(ended.done() + ended.refused()).isEqualTo(LETTERS);
    assertThat(words).containsExactly("newer words");
  }

  private void awaitWaiting(int backends) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    String waiting =
        """
        SELECT pid
          FROM pg_stat_activity
         WHERE datname = current_database()
           AND wait_event_type = 'Lock'
        """;
    while (ledger.column(waiting).size() < backends) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nobody waits for the source");
      }
      Thread.onSpinWait();
    }
  }

  private void eachOnce() {
    BulkRun ended = ledger.bulk().find(TENANT, run).orElseThrow();
    assertThat(ended.done()).isEqualTo(LETTERS);
    assertThat(ended.refused()).isZero();
    assertThat(ended.state()).isEqualTo(BulkRun.State.FINISHED);
    assertThat(
            ledger.column(
                "SELECT generation FROM extraction WHERE project = '%s'".formatted(project)))
        .containsExactlyInAnyOrder("1", "1", "1", "1", "1", "1", "2", "2", "2", "2", "2", "2");
    assertThat(
            ledger.column(
                "SELECT DISTINCT newest_accepted FROM source WHERE project = '%s'"
                    .formatted(project)))
        .containsExactly("2");
  }
}
