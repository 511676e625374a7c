package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Progress;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.Stage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema itself forbids what no transition makes. */
class ImpossibleRowsTest {
  private static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");
  private static LedgerUnderTest ledger;

  @BeforeAll
  static void open() {
    PostgresAddress database = PostgresServerUnderTest.freshDatabase();
    ledger = new LedgerUnderTest(database);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "due_at = NULL",
        "status = 'queued', due_at = NULL",
        "status = 'processing', due_at = NULL",
        "status = 'processing', due_at = NULL, session = gen_random_uuid(), deadline = now()",
        "session = gen_random_uuid(), deadline = now(), attempt_timeout_ms = 1",
        "message_ms = 1, message_sequence = 0, marker = 'm'",
        "status = 'done', due_at = NULL, stage = 'linked'",
        "status = 'done', due_at = NULL, done_at = now()",
        "status = 'failed', due_at = NULL",
        "done_at = now()",
        "failure_code = 'broken'",
        "epoch = 0",
        "epoch = -1",
        "attempts = -1",
        "crashes = -1",
        "crashes = 1, crashed_in = ARRAY[gen_random_uuid(), gen_random_uuid()]",
        "passages_embedded = 1",
        "passages_extracted = 2, passages = 1"
      })
  void refusesARowThatNoTransitionMakes(String change) {
    UUID row =
        StateRows.insert(
            ledger, new SagaState.Pending(PAST, new Progress(41, Stage.EXTRACTED, 1, 0), PAST));

    assertThatThrownBy(
            () -> ledger.execute("UPDATE extraction SET %s WHERE id = '%s'".formatted(change, row)))
        .hasCauseInstanceOf(SQLException.class)
        .hasMessageContaining("violates check constraint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE source SET newest_finished = newest_accepted + 1, newest_finished_id = gen_random_uuid()",
        "UPDATE source SET newest_finished = 1",
        "UPDATE source SET newest_accepted = 0",
        "INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, reason)"
            + " VALUES (gen_random_uuid(), gen_random_uuid(), now(), 0, 'done', 'done', 'twice')",
        "UPDATE queue_setting SET weight = 0",
        "INSERT INTO installation (singleton) VALUES (false)"
      })
  void refusesWhatContradictsItself(String change) {
    StateRows.insert(
        ledger, new SagaState.Pending(PAST, new Progress(41, Stage.EXTRACTED, 1, 0), PAST));

    assertThatThrownBy(() -> ledger.execute(change)).hasCauseInstanceOf(SQLException.class);
  }
}
