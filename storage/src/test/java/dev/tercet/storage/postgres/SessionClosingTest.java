package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.SessionClosedException;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Hint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("§7: a claim and the end of its session wait for each other")
@Timeout(120)
class SessionClosingTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final String HOLD = "SELECT FROM extraction WHERE id = ? FOR UPDATE";
  private static final String SHUT =
      """
      WITH held AS (SELECT id FROM worker_session WHERE id = ? FOR UPDATE)
      UPDATE worker_session w
         SET closed_at = now(), close_reason = 'test'
        FROM held
       WHERE w.id = held.id
      """;
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private LedgerUnderTest ledger;
  private Connection other;
  private Session session;
  private UUID extraction;

  @BeforeEach
  void open() throws SQLException {
    ledger = new LedgerUnderTest(DATABASE);
    other = ledger.direct();
    other.setAutoCommit(false);
    session = ledger.sessions().open(new Worker("host", 1, "test", 8), LEASE);
    UUID project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
    extraction = ledger.accepted(project, "a letter", "words");
  }

  @AfterEach
  void close() throws SQLException {
    other.close();
    threads.close();
    session.close();
    ledger.close();
  }

  @Test
  void aClaimWaitsForWhoClosesItsSessionAndThenTakesNothing() throws SQLException {
    onOther(SHUT, session.id());

    Future<List<Claim>> claims = threads.submit(this::claim);
    untilSomeWait(1);
    other.commit();

    assertThatThrownBy(claims::get).hasCauseInstanceOf(SessionClosedException.class);
    assertThat(status()).isEqualTo(Status.PENDING);
  }

  @Test
  void whoClosesASessionWaitsForItsClaimAndReleasesIt() throws Exception {
    onOther(HOLD, extraction);
    Future<List<Claim>> claims = threads.submit(this::claim);
    untilSomeWait(1);
    assertThat(session.beat()).as("a heartbeat waits for neither").isTrue();

    Future<?> closing = threads.submit(session::close);
    untilSomeWait(2);
    other.rollback();

    assertThat(claims.get()).hasSize(1);
    closing.get();
    assertThat(status()).isEqualTo(Status.PENDING);
  }

  private List<Claim> claim() {
    return ledger.extractions().claim(List.of(new Hint(extraction, 0)), session.id(), LEASE);
  }

  private Status status() {
    return ledger.extractions().standing(List.of(extraction)).getFirst().status();
  }

  private void onOther(String sql, UUID id) throws SQLException {
    try (PreparedStatement statement = other.prepareStatement(sql)) {
      statement.setObject(1, id);
      statement.execute();
    }
  }

  private void untilSomeWait(int many) {
    while (Integer.parseInt(ledger.column(WAITING).getFirst()) < many) {
      ledger.letAMomentPass();
    }
  }
}
