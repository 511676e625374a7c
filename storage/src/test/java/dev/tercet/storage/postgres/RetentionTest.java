package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Progress;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.RetentionStore.Purged;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is older than its retention goes the way of every deletion, and nothing else goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Purged NOTHING = new Purged(0, false);
  private static final Failure REFUSED =
      new Failure("refused", FailureClass.PERMANENT, "not wanted", Stage.ACCEPTED);

  private final LedgerUnderTest ledger =
      new LedgerUnderTest(PostgresServerUnderTest.freshDatabase());
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void empty() {
    ledger.execute("DELETE FROM extraction; DELETE FROM audit; DELETE FROM removal");
    ledger.execute(
        "DELETE FROM document; DELETE FROM source; DELETE FROM answer; DELETE FROM departure");
    now = ledger.now();
  }

  @AfterAll
  void close() {
    ledger.close();
  }

  @Test
  void turnsWhatEndedLongAgoToDeletingWithItsHistoryAndItsRemoval() {
    UUID old = done(now.minus(Duration.ofDays(2)));
    UUID young = done(now);

    assertThat(purge(RetentionKind.DONE, 10)).isEqualTo(new Purged(1, false));

    StateRows.Seen gone = StateRows.read(ledger, old);
    assertThat(gone.status()).isEqualTo(Status.DELETING);
    assertThat(gone.auditRows()).isEqualTo(1);
    assertThat(gone.hasRemoval()).isTrue();
    assertThat(StateRows.read(ledger, young).status()).isEqualTo(Status.DONE);
    assertThat(purge(RetentionKind.DONE, 10)).isEqualTo(NOTHING);
  }

  @Test
  void neverTouchesWhatIsUnderWay() {
    Instant past = now.minus(Duration.ofDays(9));
    UUID pending =
        StateRows.insert(
            ledger, new SagaState.Pending(past, new Progress(0, Stage.ACCEPTED, 0, 0), past));

    for (RetentionKind kind : RetentionKind.values()) {
      assertThat(purge(kind, 10)).as(kind.label()).isEqualTo(NOTHING);
    }
    assertThat(StateRows.read(ledger, pending).status()).isEqualTo(Status.PENDING);
  }

  @Test
  void takesNoMoreThanABatch() {
    for (int i = 0; i < 5; i++) {
      done(now.minus(Duration.ofDays(2)));
    }

    assertThat(purge(RetentionKind.DONE, 3)).isEqualTo(new Purged(3, true));
    assertThat(purge(RetentionKind.DONE, 3)).isEqualTo(new Purged(2, false));
  }

  @Test
  void forgetsAHistoryOnceItsExtractionHasGoneLongAgoAndKeepsThatOfWhatIsStillThere() {
    UUID there = done(now);
    UUID gone = done(now);
    history(there, now.minus(Duration.ofDays(5)));
    history(gone, now.minus(Duration.ofDays(5)));
    ledger.execute("DELETE FROM extraction WHERE id = '%s'".formatted(gone));
    assertThat(purge(RetentionKind.AUDIT, 10)).as("it has only just gone").isEqualTo(NOTHING);

    ledger.execute("UPDATE departure SET at = at - interval '2 days'");
    assertThat(purge(RetentionKind.AUDIT, 1)).isEqualTo(new Purged(1, true));
    assertThat(purge(RetentionKind.AUDIT, 10)).isEqualTo(NOTHING);

    assertThat(ledger.column("SELECT extraction FROM audit")).containsExactly(there.toString());
    assertThat(ledger.column("SELECT count(*) FROM departure")).containsExactly("0");
  }

  @Test
  void forgetsOldAnswers() {
    ledger.execute(
        """
        INSERT INTO answer (project, created_at, fingerprint, facts)
        VALUES (gen_random_uuid(), now() - interval '2 days', sha256('old'), '[]'),
               (gen_random_uuid(), now(), sha256('new'), '[]')
        """);

    assertThat(purge(RetentionKind.ANSWERS, 10)).isEqualTo(new Purged(1, false));
    assertThat(ledger.column("SELECT count(*) FROM answer")).containsExactly("1");
  }

  @Test
  void countsWhatFailed() {
    failed(now);
    failed(now);
    done(now);

    assertThat(ledger.stores().deadLetters()).isEqualTo(2);
  }

  private Purged purge(RetentionKind kind, int limit) {
    return ledger.stores().recovery().retention().purge(kind, DAY, limit);
  }

  private UUID done(Instant since) {
    return StateRows.insert(ledger, new SagaState.Done(since, new Progress(7, Stage.LINKED, 1, 0)));
  }

  private UUID failed(Instant since) {
    return StateRows.insert(
        ledger, new SagaState.Failed(since, new Progress(7, Stage.ACCEPTED, 1, 0), REFUSED));
  }

  private void history(UUID extraction, Instant at) {
    ledger.execute(
        """
        INSERT INTO audit (extraction, project, at, epoch, to_status, reason)
        VALUES ('%s', '%s', '%s', 0, 'pending', 'accepted')
        """
            .formatted(extraction, StateRows.PROJECT, at));
  }
}
