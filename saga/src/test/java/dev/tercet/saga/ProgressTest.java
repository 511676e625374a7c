package dev.tercet.saga;

import static dev.tercet.saga.Specimens.EPOCH;
import static dev.tercet.saga.Specimens.HELD;
import static dev.tercet.saga.Specimens.LATER;
import static dev.tercet.saga.Specimens.NOW;
import static dev.tercet.saga.Specimens.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.SagaEvent.Advanced;
import dev.tercet.saga.SagaEvent.Completed;
import dev.tercet.saga.SagaEvent.Postponed;
import dev.tercet.saga.SagaEvent.Released;
import dev.tercet.saga.SagaEvent.RetryRequested;
import dev.tercet.saga.SagaState.Failed;
import dev.tercet.saga.SagaState.Pending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as an attempt, what as a crash, and what forgets them (docs/protocol.md §7). */
class ProgressTest {

  @ParameterizedTest
  @CsvSource({
    "DRAINED,         1, 1",
    "LEASE_EXPIRED,   1, 1",
    "CRASHED,         2, 2",
    "DEADLINE_PASSED, 2, 0",
  })
  void countsByTheCauseOfTheRelease(ReleaseCause cause, int attempts, int crashes) {
    assertThat(after(Specimens.released(cause)))
        .isEqualTo(new Progress(EPOCH, Stage.EXTRACTED, attempts, crashes));
  }

  @Test
  void doesNotCountAWait() {
    assertThat(after(new Postponed(EPOCH, SESSION, LATER, false)))
        .isEqualTo(new Progress(EPOCH, Stage.EXTRACTED, 1, 0));
  }

  @Test
  void countsWhatWasReallyTried() {
    assertThat(after(new Postponed(EPOCH, SESSION, LATER, true)))
        .isEqualTo(new Progress(EPOCH, Stage.EXTRACTED, 2, 0));
  }

  @Test
  void neverCountsBelowZero() {
    SagaState none =
        new SagaState.Processing(NOW, new Progress(EPOCH, Stage.ACCEPTED, 0, 0), SESSION, LATER);

    assertThat(SagaTransitions.apply(none, Specimens.released(ReleaseCause.DRAINED), NOW))
        .map(SagaState::progress)
        .contains(new Progress(EPOCH, Stage.ACCEPTED, 0, 0));
  }

  @Test
  void forgetsCrashesWithSavedProgressOnly() {
    assertThat(after(new Advanced(EPOCH, SESSION, Stage.EMBEDDED, LATER)))
        .isEqualTo(new Progress(EPOCH, Stage.EMBEDDED, 2, 0));
    assertThat(after(new Advanced(EPOCH, SESSION, Stage.EXTRACTED, LATER)))
        .as("a renewed deadline is no progress")
        .isEqualTo(new Progress(EPOCH, Stage.EXTRACTED, 2, 1));
  }

  @Test
  void endsLinkedAndWithoutCrashes() {
    assertThat(after(new Completed(EPOCH, SESSION)))
        .isEqualTo(new Progress(EPOCH, Stage.LINKED, 2, 0));
  }

  @Test
  void parksAtTheLastAllowedCrashAndSaysWhy() {
    Released last = new Released(EPOCH, SESSION, ReleaseCause.CRASHED, 2, 5);

    assertThat(SagaTransitions.apply(HELD, last, NOW))
        .containsInstanceOf(Failed.class)
        .map(state -> ((Failed) state).failure())
        .hasValueSatisfying(failure -> {
          assertThat(failure.failureClass()).isEqualTo(FailureClass.POISON);
          assertThat(failure.code()).isEqualTo("worker-crashed");
          assertThat(failure.message()).contains("2 times");
        });
  }

  @Test
  void failsWhatHungInItsLastAttempt() {
    Released last = new Released(EPOCH, SESSION, ReleaseCause.DEADLINE_PASSED, 3, 2);

    assertThat(SagaTransitions.apply(HELD, last, NOW))
        .containsInstanceOf(Failed.class)
        .map(state -> ((Failed) state).failure().code())
        .contains("attempt-deadline");
  }

  @Test
  void startsAfreshOnRequestButKeepsEpochAndStage() {
    Failed failed = new Failed(NOW, HELD.progress(), Specimens.FAILURE);

    assertThat(SagaTransitions.apply(failed, new RetryRequested(), LATER))
        .contains(new Pending(LATER, new Progress(EPOCH, Stage.EXTRACTED, 0, 0), LATER));
  }

  private static Progress after(SagaEvent event) {
    return SagaTransitions.apply(HELD, event, NOW).orElseThrow().progress();
  }
}
