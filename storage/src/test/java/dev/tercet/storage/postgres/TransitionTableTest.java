package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Progress;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.Stage;
import dev.tercet.saga.queue.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The SQL against the specification: every state, every event. */
public class TransitionTableTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final UUID SESSION = new UUID(1, 1);
  private static final UUID OTHER = new UUID(2, 2);
  private static final long EPOCH = 41;
  private static final Failure FAILURE =
      new Failure("provider-timeout", FailureClass.TRANSIENT, "no answer", Stage.EXTRACTED);
  private static LedgerUnderTest ledger;

  @BeforeAll
  static void open() {
    ledger = new LedgerUnderTest(DATABASE);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  /** Every status, with the counters on both sides of each limit. */
  public static List<SagaState> states() {
    Instant past = Instant.parse("2026-01-01T00:00:00Z");
    Instant later = Instant.parse("2100-01-01T00:00:00Z");
    List<SagaState> states = new ArrayList<>();
    for (Progress progress :
        List.of(
            new Progress(EPOCH, Stage.ACCEPTED, 1, 0),
            new Progress(EPOCH, Stage.EXTRACTED, 5, 2),
            new Progress(EPOCH, Stage.EMBEDDED, 0, 1))) {
      states.add(new SagaState.Pending(past, progress, past));
      states.add(new SagaState.Pending(past, progress, later));
      states.add(new SagaState.Queued(past, progress, new Position("7-3"), "marker"));
      states.add(new SagaState.Processing(past, progress, SESSION, later));
      states.add(new SagaState.Failed(past, progress, FAILURE));
      states.add(new SagaState.Cancelled(past, progress));
      states.add(new SagaState.Superseded(past, progress));
      states.add(new SagaState.Deleting(past, progress));
    }
    Progress parked = new Progress(EPOCH, Stage.EXTRACTED, 4, 3);
    states.add(new SagaState.Failed(past, parked, SagaTransitions.poison(parked)));
    states.add(new SagaState.Done(past, new Progress(EPOCH, Stage.LINKED, 2, 0)));
    return states;
  }

  public static List<SagaEvent> events() {
    Instant later = Instant.parse("2099-01-01T00:00:00Z");
    List<SagaEvent> events = new ArrayList<>();
    for (long epoch : new long[] {EPOCH - 1, EPOCH}) {
      events.add(new SagaEvent.Published(epoch, new Position("9-4"), "other"));
      events.add(new SagaEvent.Claimed(epoch, Long.MAX_VALUE, OTHER, later));
      for (UUID session : List.of(SESSION, OTHER)) {
        events.add(new SagaEvent.Advanced(epoch, session, Stage.EXTRACTED, later));
        events.add(new SagaEvent.Advanced(epoch, session, Stage.LINKED, later));
        events.add(new SagaEvent.Completed(epoch, session));
        events.add(new SagaEvent.Overtaken(epoch, session));
        events.add(new SagaEvent.Postponed(epoch, session, later, true));
        events.add(new SagaEvent.Postponed(epoch, session, later, false));
        events.add(new SagaEvent.GivenUp(epoch, session, FAILURE));
        for (ReleaseCause cause : ReleaseCause.values()) {
          events.add(new SagaEvent.Released(epoch, session, cause, 3, EventOnRow.MAX_ATTEMPTS));
        }
      }
    }
    events.add(new SagaEvent.Hastened());
    events.add(new SagaEvent.CrashTakenBack());
    events.add(new SagaEvent.Outdated(false));
    events.add(new SagaEvent.CancelRequested());
    events.add(new SagaEvent.RetryRequested());
    events.add(new SagaEvent.DeleteRequested());
    return events;
  }

  static Stream<Arguments> statesAndEvents() {
    return states().stream()
        .flatMap(state -> events().stream().map(event -> Arguments.of(state, event)));
  }

  @ParameterizedTest
  @MethodSource("statesAndEvents")
  void doesWhatTheSpecificationSays(SagaState state, SagaEvent event) {
    UUID row = StateRows.insert(ledger, state);
    StateRows.Seen before = StateRows.read(ledger, row);

    EventOnRow.happen(ledger, row, event);

    StateRows.Seen after = StateRows.read(ledger, row);
    Optional<SagaState> expected =
        SagaTransitions.apply(state, event, Instant.parse("2026-06-01T00:00:00Z"));
    if (expected.isEmpty()) {
      assertThat(after).as("a refused event changes nothing").isEqualTo(before);
    } else {
      check(after, expected.get(), state, event);
    }
  }

  private static void check(
      StateRows.Seen after, SagaState expected, SagaState state, SagaEvent event) {
    assertThat(after.status()).isEqualTo(expected.status());
    assertThat(after.progress().stage()).isEqualTo(expected.progress().stage());
    assertThat(after.progress().attempts()).isEqualTo(expected.progress().attempts());
    assertThat(after.progress().crashes()).isEqualTo(expected.progress().crashes());
    if (event instanceof SagaEvent.Claimed) {
      assertThat(after.progress().epoch()).isGreaterThan(EPOCH);
    } else {
      assertThat(after.progress().epoch()).isEqualTo(expected.progress().epoch());
    }
    if (expected instanceof SagaState.Failed(var _, var _, var failure)) {
      assertThat(after.failure()).isEqualTo(failure);
    }
    if (expected instanceof SagaState.Processing held) {
      assertThat(after.session()).isEqualTo(held.session());
    }
    if (expected instanceof SagaState.Queued(var _, var _, var message, var marker)) {
      assertThat(after.message()).isEqualTo(message.text() + " " + marker);
    }
    boolean moved = expected.status() != state.status();
    assertThat(after.auditRows()).as("audit rows").isEqualTo(moved ? 1 : 0);
    assertThat(after.event()).isEqualTo(moved ? AuditEvent.of(event).orElseThrow() : null);
    assertThat(after.hasRemoval()).isEqualTo(moved && expected.status().losesPoints());
    assertThat(after.since().isAfter(state.since()))
        .as("since when")
        .isEqualTo(!expected.since().equals(state.since()));
  }
}
