package dev.tercet.storage.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("§7: a session's lock says whether its process lives")
@Timeout(60)
class SessionLockTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final Worker WORKER = new Worker("host", 1, "test", 8);
  private static final Duration LEASE = Duration.ofSeconds(30);

  private LedgerUnderTest ledger;
  private Session session;

  @BeforeEach
  void open() {
    ledger = new LedgerUnderTest(DATABASE);
    session = ledger.sessions().open(WORKER, LEASE);
  }

  @AfterEach
  void close() {
    session.close();
    ledger.close();
  }

  @Test
  void holdsTheLockFromItsFirstMoment() {
    assertThat(isLockFree()).isFalse();
    assertThat(ledger.column("SELECT lock_seen FROM worker_session")).containsExactly("t");
  }

  @Test
  void freesTheLockWhenItsConnectionEnds() {
    killHolder();

    until(this::isLockFree);
  }

  @Test
  void takesTheLockAgainWhileItsRowIsOpen() {
    killHolder();
    until(this::isLockFree);

    until(this::beats);

    assertThat(isLockFree()).isFalse();
  }

  @Test
  void doesNotTakeTheLockAgainOnceItsRowIsClosed() {
    ledger.execute("UPDATE worker_session SET closed_at = now(), close_reason = 'ended'");
    killHolder();
    until(this::isLockFree);

    until(() -> !beatsUnlessBroken());

    assertThat(isLockFree()).isTrue();
  }

  @Test
  void tellsThatItsRowIsGone() {
    ledger.execute("DELETE FROM worker_session");

    assertThat(session.beat()).isFalse();
  }

  @Test
  void movesItsHeartbeatForward() {
    ledger.execute("UPDATE worker_session SET heartbeat_at = now() - interval '1 hour'");

    assertThat(session.beat()).isTrue();

    assertThat(
            ledger.column("SELECT heartbeat_at > now() - interval '1 minute' FROM worker_session"))
        .containsExactly("t");
  }

  @Test
  void freesTheLockWhenItCloses() {
    session.close();

    until(this::isLockFree);
    assertThat(ledger.column("SELECT close_reason FROM worker_session")).containsExactly("drained");
  }

  /** A beat on a connection that has just broken fails; the next one opens another. */
  private boolean beats() {
    try {
      return session.beat();
    } catch (StoreUnavailableException _) {
      return false;
    }
  }

  private boolean beatsUnlessBroken() {
    try {
      return session.beat();
    } catch (StoreUnavailableException _) {
      return true;
    }
  }

  private boolean isLockFree() {
    return ledger
        .column(
            """
            SELECT count(*) FROM pg_locks l JOIN worker_session w
              ON w.lock_key = (l.classid::bigint << 32) | l.objid::bigint
             WHERE l.locktype = 'advisory'
            """)
        .equals(List.of("0"));
  }

  private void killHolder() {
    ledger.column(
        """
        SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN worker_session w
          ON w.lock_key = (l.classid::bigint << 32) | l.objid::bigint
         WHERE l.locktype = 'advisory'
        """);
  }

  private void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      ledger.letAMomentPass();
    }
  }
}
