package dev.tercet.storage.postgres;

import static dev.tercet.storage.postgres.BulkLetters.DEADLINE_SECONDS;
import static dev.tercet.storage.postgres.BulkLetters.LETTERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.storage.postgres.BreakingConnections.When;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

  private BulkLetters world;
  private LedgerUnderTest ledger;
  private List<UUID> letters;
  private UUID run;

  @BeforeEach
  void haveARunOverLettersThatFailed() {
    world = new BulkLetters(DATABASE);
    ledger = world.ledger;
    letters =
        IdOrder.sorted(
            IntStream.range(0, LETTERS).mapToObj(n -> failed("letter " + n)).toList(), it -> it);
    run = world.begun(BulkAction.REDRIVE, null, LETTERS);
  }

  private UUID failed(String source) {
    Claim claim = world.claimed(source);
    ledger
        .extractions()
        .fail(claim, new Failure("refused", FailureClass.PERMANENT, "no", Stage.ACCEPTED));
    return claim.extraction();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void makesAPageOnceWhoseOutcomeWasNotHeard(When when) {
    world.makePagesOfWhichOneBreaks(when);
    eachOnce();
  }

  /** The page has changed some of its extractions when its process is gone. */
  @Test
  void beginsAPageAnewThatDiedHalfway() throws Exception {
    assertThat(ledger.bulk().workOnce()).as("the first four").isTrue();
    ledger.age(Duration.ofSeconds(1));
    try (Connection other = holding(letters.getLast())) {
      Future<Boolean> page = world.start(ledger.bulk()::workOnce);
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
      Future<Boolean> page = world.start(ledger.bulk()::workOnce);
      waiting();
      Future<BulkRun> abort = world.start(() -> world.aborted(run));
      other.commit();
      page.get(DEADLINE_SECONDS, TimeUnit.SECONDS);

      assertThat(abort.get(DEADLINE_SECONDS, TimeUnit.SECONDS).state())
          .isEqualTo(BulkRun.State.ABORTED);
    }
    ledger.age(Duration.ofSeconds(3));

    assertThat(ledger.bulk().workOnce()).isFalse();
    assertThat(world.run(run).done())
        .isEqualTo(letters.stream().mapToLong(this::retries).sum())
        .isEqualTo(4);
  }

  /** The first run waits for a row that somebody holds, until its page fails, and once more. */
  @Test
  void letsAnotherRunGoOnBehindOneWhosePageFails() throws Exception {
    String source = "a letter of another run";
    UUID letter = failed(source);
    UUID second = world.begun(BulkAction.REDRIVE, source, 1);
    try (Connection other = holding(letters.getFirst())) {
      assertThatThrownBy(ledger.bulk()::workOnce).isInstanceOf(RuntimeException.class);

      assertThat(ledger.bulk().workOnce()).isTrue();
      assertThat(world.run(second).state()).isEqualTo(BulkRun.State.FINISHED);
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
    return world.holding(
        "SELECT id FROM extraction WHERE id = '%s' FOR UPDATE".formatted(extraction));
  }

  /** The backend of the page that waits for the row. */
  private String waiting() {
    return world.waiting(1, "%retried%").getFirst();
  }

  private void eachOnce() {
    world.assertIsOver(run);
    assertThat(letters).allMatch(id -> retries(id) == 1);
  }

  private long retries(UUID letter) {
    return ledger.reader().history(world.project, letter).stream()
        .filter(it -> it.from() == Status.FAILED && it.to() == Status.PENDING)
        .count();
  }
}
