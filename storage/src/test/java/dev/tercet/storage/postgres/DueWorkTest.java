package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.DueWork;
import dev.tercet.saga.DueWork.Reconciler;
import dev.tercet.saga.DueWork.Vectors;
import dev.tercet.saga.Progress;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.RunLock;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.QueueName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One statement says what there is to act on. */
class DueWorkTest {
  private static final String COLLECTION = "mine";
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Progress BEGUN = new Progress(1, Stage.ACCEPTED, 0, 0);
  private static final Worker WORKER = new Worker("host", 1, "test", 1);

  private final LedgerUnderTest ledger =
      new LedgerUnderTest(PostgresServerUnderTest.freshDatabase());
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = ledger.direct();
    PostgresStores.settle(connection);
    ledger.execute("DELETE FROM search_backfill");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    ledger.close();
  }

  private DueWork look() {
    try {
      return ledger.stores().dueWork(connection, COLLECTION, LEASE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void showsNothingInAQuietLedger() {
    DueWork quiet = look();

    assertThat(quiet.claimed()).isFalse();
    assertThat(quiet.suspect()).isFalse();
    assertThat(quiet.queued()).isFalse();
    assertThat(quiet.due()).isNull();
    assertThat(quiet.tombstones()).isFalse();
    assertThat(quiet.removals()).isFalse();
    assertThat(quiet.words()).isFalse();
    assertThat(quiet.sinceSweep()).isNull();
    assertThat(quiet.vectors()).isEqualTo(new Vectors(false, false, null));
    assertThat(quiet.reconciler()).isEqualTo(Reconciler.NOBODY);
    assertThat(quiet.queues()).isEqualTo(ledger.stores().recovery().queues().current());
  }

  @Test
  void isQuietWhileNothingIsUnderWay() {
    Instant now = ledger.now();
    StateRows.insert(ledger, new SagaState.Done(now, new Progress(7, Stage.LINKED, 1, 0)));
    assertThat(ledger.audit().isQuiet()).isTrue();

    UUID pending = StateRows.insert(ledger, new SagaState.Pending(now, BEGUN, now.plusSeconds(9)));
    assertThat(ledger.audit().isQuiet()).isFalse();
    ledger.execute("DELETE FROM extraction WHERE id = '%s'".formatted(pending));
    assertThat(ledger.audit().isQuiet()).isTrue();
    StateRows.insert(ledger, new SagaState.Queued(now, BEGUN, new Position("1-0"), "marker"));
    assertThat(ledger.audit().isQuiet()).isFalse();
  }

  @Test
  void showsWhatStandsInEachState() {
    Instant now = ledger.now();
    Session session = ledger.sessions().open(WORKER, LEASE);
    StateRows.insert(ledger, new SagaState.Queued(now, BEGUN, new Position("1-0"), "marker"));
    assertThat(look().queued()).isTrue();
    assertThat(look().claimed()).isFalse();

    StateRows.insert(ledger, new SagaState.Processing(now, BEGUN, session.id(), now.plus(LEASE)));
    assertThat(look().claimed()).isTrue();
    assertThat(look().suspect()).as("its session lives").isFalse();
    session.close();
    assertThat(look().claimed()).as("it was given back").isFalse();
  }

  @Test
  void tellsWhenTheFirstPendingExtractionIsDueByTheDatabasesClock() {
    Instant now = ledger.now();
    StateRows.insert(ledger, new SagaState.Pending(now, BEGUN, now.plusSeconds(600)));
    assertThat(look().due()).isBetween(Duration.ofSeconds(500), Duration.ofSeconds(600));

    StateRows.insert(
        ledger, new SagaState.Pending(now.minusSeconds(9), BEGUN, now.minusSeconds(9)));
    assertThat(look().due()).isNegative();
    ledger.execute("UPDATE project SET deleted_at = clock_timestamp()");
    assertThat(look().due()).as("nobody publishes what is behind a tombstone").isNull();
    assertThat(look().tombstones()).isTrue();
  }

  @Test
  void suspectsWhoseLockIsFreeWhoseHeartbeatIsOldAndWhoseClaimsNobodyHolds() {
    Session killed = ledger.sessions().open(WORKER, LEASE);
    assertThat(look().suspect()).isFalse();
    ledger.kill(killed.id());
    await(() -> look().suspect());
    ledger.execute(
        "UPDATE worker_session SET closed_at = clock_timestamp(), close_reason = 'drained'");
    assertThat(look().suspect()).isFalse();

    Session silent = ledger.sessions().open(WORKER, LEASE);
    ledger.execute("UPDATE worker_session SET heartbeat_at = heartbeat_at - interval '1 hour'");
    assertThat(look().suspect()).isTrue();
    silent.close();
    assertThat(look().suspect()).isFalse();

    Instant now = ledger.now();
    StateRows.insert(
        ledger, new SagaState.Processing(now, BEGUN, killed.id(), now.plusSeconds(60)));
    assertThat(look().suspect()).as("a claim of a closed session").isTrue();
  }

  @Test
  void suspectsWhatHasPassedItsDeadline() {
    Instant now = ledger.now();
    try (Session session = ledger.sessions().open(WORKER, LEASE)) {
      StateRows.insert(
          ledger, new SagaState.Processing(now, BEGUN, session.id(), now.minusSeconds(1)));

      assertThat(look().suspect()).isTrue();
    }
  }

  @Test
  void saysWhoHoldsTheLockOfTheElection() throws SQLException {
    RunStore mine = ledger.stores().recovery().runs();
    try (RunLock _ = mine.tryLock(RunStore.RECONCILER).orElseThrow()) {
      assertThat(look().reconciler()).isEqualTo(Reconciler.THIS);
    }
    assertThat(look().reconciler()).isEqualTo(Reconciler.NOBODY);
    try (RunLock _ = ledger.runs().tryLock(RunStore.RECONCILER).orElseThrow()) {
      assertThat(look().reconciler()).isEqualTo(Reconciler.ANOTHER);
    }
  }

  @Test
  void showsHowCollectionsAndQueuesStandAndWhatIsDue() {
    CollectionStore records = ledger.stores().recovery().collections();
    records.creating("former", "old", 8);
    records.chosen("former", "old");
    CollectionRecord now = records.creating(COLLECTION, "new", 8);
    records.chosen(COLLECTION, "new");
    assertThat(look().vectors()).isEqualTo(new Vectors(true, true, "former"));
    records.refilled(now);
    records.retired("former");
    assertThat(look().vectors()).isEqualTo(new Vectors(false, false, COLLECTION));

    ledger.stores().recovery().queues().pause(QueueName.LOW, true);
    assertThat(look().queues().paused()).isEqualTo(Set.of(QueueName.LOW));
    ledger.stores().recovery().queues().pause(QueueName.LOW, false);

    ledger.stores().recovery().runs().succeeded(RunStore.SWEEP);
    assertThat(look().sinceSweep()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    ledger.execute(
        "INSERT INTO removal (extraction, project, reason) VALUES (gen_random_uuid(), gen_random_uuid(), 'deleting')");
    ledger.execute(
        "INSERT INTO search_due (extraction, project) VALUES (gen_random_uuid(), gen_random_uuid())");
    assertThat(look().removals()).isTrue();
    assertThat(look().words()).isTrue();
  }

  private void await(BooleanSupplier condition) {
    for (int looks = 0; looks < 2_000 && !condition.getAsBoolean(); looks++) {
      ledger.letAMomentPass();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
