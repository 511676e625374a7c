package dev.tercet.saga;

import static dev.tercet.saga.Specimens.EPOCH;
import static dev.tercet.saga.Specimens.FAILURE;
import static dev.tercet.saga.Specimens.HELD;
import static dev.tercet.saga.Specimens.LATER;
import static dev.tercet.saga.Specimens.NEXT_EPOCH;
import static dev.tercet.saga.Specimens.NOW;
import static dev.tercet.saga.Specimens.OTHER_SESSION;
import static dev.tercet.saga.Specimens.PROGRESS;
import static dev.tercet.saga.Specimens.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.SagaEvent.Advanced;
import dev.tercet.saga.SagaEvent.Claimed;
import dev.tercet.saga.SagaEvent.Completed;
import dev.tercet.saga.SagaEvent.GivenUp;
import dev.tercet.saga.SagaEvent.Overtaken;
import dev.tercet.saga.SagaEvent.Postponed;
import dev.tercet.saga.SagaEvent.Published;
import dev.tercet.saga.SagaEvent.Released;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.SagaState.Queued;
import dev.tercet.saga.queue.Position;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event names the epoch and the session that it expects (S3). */
class SagaGuardTest {
  private static final Pending DUE = new Pending(NOW, PROGRESS, NOW);
  private static final Queued QUEUED = new Queued(NOW, PROGRESS, new Position("1-0"), "marker");

  static Stream<SagaEvent> eventsOfTheWrongEpoch() {
    return Stream.of(EPOCH - 1, EPOCH + 1, 0L, Long.MAX_VALUE)
        .flatMap(epoch -> heldBy(epoch, SESSION));
  }

  static Stream<SagaEvent> eventsOfAnotherSession() {
    return heldBy(EPOCH, OTHER_SESSION);
  }

  private static Stream<SagaEvent> heldBy(long epoch, UUID session) {
    return Stream.of(
        new Advanced(epoch, session, Stage.EMBEDDED, LATER),
        new Completed(epoch, session),
        new Overtaken(epoch, session),
        new Postponed(epoch, session, LATER, true),
        new GivenUp(epoch, session, FAILURE),
        new Released(epoch, session, ReleaseCause.DRAINED, 3, 5),
        new Released(epoch, session, ReleaseCause.CRASHED, 3, 5));
  }

  @ParameterizedTest
  @MethodSource("eventsOfTheWrongEpoch")
  void refusesWhatNamesAnotherEpoch(SagaEvent event) {
    assertThat(SagaTransitions.apply(HELD, event, NOW)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("eventsOfAnotherSession")
  void refusesWhatNamesAnotherSession(SagaEvent event) {
    assertThat(SagaTransitions.apply(HELD, event, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, EPOCH - 1, EPOCH + 1})
  void refusesMessagesOfAnotherEpoch(long epoch) {
    Published published = new Published(epoch, new Position("2-0"), "marker");
    Claimed claimed = new Claimed(epoch, NEXT_EPOCH, SESSION, LATER);

    assertThat(SagaTransitions.apply(DUE, published, NOW)).isEmpty();
    assertThat(SagaTransitions.apply(QUEUED, published, NOW)).isEmpty();
    assertThat(SagaTransitions.apply(DUE, claimed, NOW)).isEmpty();
    assertThat(SagaTransitions.apply(QUEUED, claimed, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {EPOCH, EPOCH - 1, 0})
  void refusesAClaimWhoseEpochDoesNotGrow(long newEpoch) {
    assertThat(SagaTransitions.apply(QUEUED, new Claimed(EPOCH, newEpoch, SESSION, LATER), NOW))
        .isEmpty();
  }

  @Test
  void takesWhatIsDueThisVeryMoment() {
    assertThat(SagaTransitions.apply(DUE, new Published(EPOCH, new Position("2-0"), "marker"), NOW))
        .contains(new Queued(NOW, PROGRESS, new Position("2-0"), "marker"));
    assertThat(SagaTransitions.apply(DUE, new Claimed(EPOCH, NEXT_EPOCH, SESSION, LATER), NOW))
        .contains(
            new Processing(NOW, new Progress(NEXT_EPOCH, Stage.EXTRACTED, 3, 1), SESSION, LATER));
  }

  @Test
  void remembersWhereAMessageWasPublishedAgain() {
    Queued before = new Queued(Specimens.BEFORE, PROGRESS, new Position("1-0"), "lost marker");

    assertThat(
            SagaTransitions.apply(
                before, new Published(EPOCH, new Position("9-0"), "new marker"), NOW))
        .contains(new Queued(Specimens.BEFORE, PROGRESS, new Position("9-0"), "new marker"));
  }

  @Test
  void keepsTheStageThatWasPassedWhenALowerOneIsReported() {
    Advanced backwards = new Advanced(EPOCH, SESSION, Stage.ACCEPTED, LATER);

    assertThat(SagaTransitions.apply(HELD, backwards, NOW))
        .map(SagaState::progress)
        .contains(PROGRESS);
  }
}
