package dev.tercet.storage.postgres;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Submission;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.contract.Submissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Lets an event of the specification happen to a row, through the ports. */
public final class EventOnRow {
  static final int MAX_ATTEMPTS = 5;
  private static final Duration HOUR = Duration.ofHours(1);

  private EventOnRow() {}

  public static void happen(LedgerUnderTest ledger, UUID row, SagaEvent event) {
    switch (event) {
      case SagaEvent.Published(var epoch, var message, var marker) ->
          ledger
              .extractions()
              .published(new Publication(new Hint(row, epoch), QueueName.DEFAULT, message, marker));
      case SagaEvent.Claimed(var epoch, _, var session, _) ->
          ledger.extractions().claim(List.of(new Hint(row, epoch)), ledger.opened(session), HOUR);
      case SagaEvent.Advanced(var epoch, var session, var stage, _) ->
          ledger
              .extractions()
              .advance(claim(row, epoch, session), stage, Extraction.PassageCount.NONE, HOUR);
      case SagaEvent.Completed(var epoch, var session) ->
          ledger.extractions().complete(claim(row, epoch, session));
      case SagaEvent.Overtaken(var epoch, var session) -> {
        finishNewer(ledger, row);
        ledger.extractions().complete(claim(row, epoch, session));
      }
      case SagaEvent.Postponed(var epoch, var session, _, var counted) ->
          ledger.extractions().postpone(claim(row, epoch, session), HOUR, failure(), counted);
      case SagaEvent.Hastened() -> hasten(ledger, row);
      case SagaEvent.GivenUp(var epoch, var session, var failure) ->
          ledger.extractions().fail(claim(row, epoch, session), failure);
      case SagaEvent.Released(var epoch, var session, var cause, _, _) ->
          ledger.extractions().release(claim(row, epoch, session), cause);
      case SagaEvent.CrashTakenBack() -> takeBack(ledger, row);
      case SagaEvent.Outdated _ -> ledger.extractions().accept(newer(row));
      case SagaEvent.CancelRequested() -> ledger.extractions().cancel(StateRows.PROJECT, row);
      case SagaEvent.RetryRequested() -> ledger.extractions().retry(StateRows.PROJECT, row);
      case SagaEvent.DeleteRequested() -> ledger.extractions().delete(StateRows.PROJECT, row);
    }
  }

  /** The last of its crashes, if it has any, is that of a session whose process lives on. */
  private static void takeBack(LedgerUnderTest ledger, UUID row) {
    UUID former = UUID.randomUUID();
    ledger.execute(
        "UPDATE extraction SET crashed_in = '{%s}' WHERE id = '%s'".formatted(former, row));
    ledger.sessions().reopen(former, new Worker("host", 1, "test", 8), HOUR).close();
  }

  /** The provider that it was put off for has opened. */
  private static void hasten(LedgerUnderTest ledger, UUID row) {
    ledger.execute(
        """
        INSERT INTO provider_state (name, state, since, version, hastening)
        VALUES ('model', 'open', now(), 2, true)
        ON CONFLICT (name) DO UPDATE
           SET hastening = true
        """);
    ledger.execute(
        "INSERT INTO provider_wait SELECT 'model', id, epoch FROM extraction WHERE id = '%s'"
            .formatted(row));
    ledger.providers().hasten(10);
  }

  /** Only what the guard names matters; the rest of a claim is for its worker. */
  private static Claim claim(UUID row, long epoch, UUID session) {
    return new Claim(
        row,
        StateRows.PROJECT,
        epoch,
        session,
        1,
        Stage.ACCEPTED,
        QueueName.DEFAULT,
        1,
        MAX_ATTEMPTS,
        0);
  }

  private static Failure failure() {
    return new Failure("provider-busy", FailureClass.TRANSIENT, "429", Stage.ACCEPTED);
  }

  private static Submission newer(UUID row) {
    return Submissions.plain(UUID.randomUUID(), StateRows.PROJECT, row.toString(), "other words");
  }

  private static void finishNewer(LedgerUnderTest ledger, UUID row) {
    ledger.execute(
        """
        UPDATE source
           SET newest_accepted = 2, newest_accepted_id = gen_random_uuid(), newest_finished = 2,
               newest_finished_id = gen_random_uuid()
         WHERE name = '%s'
        """
            .formatted(row));
  }
}
