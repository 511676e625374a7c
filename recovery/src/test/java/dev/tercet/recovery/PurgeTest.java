package dev.tercet.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.port.RetentionStore.Purged;
import dev.tercet.saga.port.RunStore.TaskState;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.testkit.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurgeTest {
  private static final Purged FULL = new Purged(Purge.BATCH, true);
  private static final Purged REST = new Purged(2, false);
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-05-03T12:00:00Z"));
  private final Memory memory = new Memory(clock);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Purge purge = purge();

  @Test
  void goesOnUntilABatchIsNotFullAndThenRestsForAnInterval() {
    memory.next(RetentionKind.DONE, () -> FULL);
    memory.next(RetentionKind.DONE, () -> REST);

    assertThat(purge.purgeOnce()).isTrue();
    assertThat(success(RetentionKind.DONE)).as("it is not whole yet").isNull();
    assertThat(success(RetentionKind.AUDIT))
        .as("and nobody waits for it")
        .isEqualTo(clock.instant());
    assertThat(purge.purgeOnce()).isFalse();
    assertThat(success(RetentionKind.DONE)).isEqualTo(clock.instant());
    assertThat(rows(RetentionKind.DONE)).isEqualTo(Purge.BATCH + 2);

    memory.next(RetentionKind.DONE, () -> REST);
    clock.advance(HOUR.minusMinutes(1));
    assertThat(purge.purgeOnce()).isFalse();
    assertThat(rows(RetentionKind.DONE)).isEqualTo(Purge.BATCH + 2);
    clock.advance(Duration.ofMinutes(1));
    assertThat(purge.purgeOnce()).isFalse();
    assertThat(rows(RetentionKind.DONE)).isEqualTo(Purge.BATCH + 4);
  }

  @Test
  void asksTheStoreForNothingWhileItRests() {
    purge.purgeOnce();
    purge.purgeOnce();
    int calls = memory.calls;

    clock.advance(HOUR.minusMinutes(1));
    purge.purgeOnce();

    assertThat(memory.calls).isEqualTo(calls);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void theDatabaseTellsHowLongAgoItWasWhateverTimeItIsHere(int hours) {
    var here = new SettableClock(clock.instant().plus(Duration.ofHours(hours)));
    Purge other = purge(here);
    memory.next(RetentionKind.DONE, () -> REST);
    other.purgeOnce();
    other.purgeOnce();

    memory.next(RetentionKind.DONE, () -> REST);
    clock.advance(HOUR.minusMinutes(1));
    here.advance(HOUR.minusMinutes(1));
    other.purgeOnce();
    assertThat(rows(RetentionKind.DONE)).as("not yet again").isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    here.advance(Duration.ofMinutes(1));
    other.purgeOnce();
    assertThat(rows(RetentionKind.DONE)).isEqualTo(4);
  }

  @Test
  void restsAfterARestartAndBesideAnotherProcess() {
    purge.purgeOnce();
    Purge other = purge();
    memory.next(RetentionKind.DONE, () -> REST);

    other.purgeOnce();

    assertThat(memory.batches.get(RetentionKind.DONE)).as("nobody asked for it").hasSize(1);
    assertThat(standing(other, RetentionKind.DONE).next()).isEqualTo(clock.instant().plus(HOUR));
  }

  @Test
  void aKindThatFailsHoldsUpNoOtherAndIsPutOffLongerEachTime() {
    for (int i = 0; i < 3; i++) {
      memory.next(RetentionKind.DONE, PurgeTest::fails);
    }

    assertThat(purge.purgeOnce()).isFalse();
    assertThat(success(RetentionKind.KEYS)).isEqualTo(clock.instant());
    assertThat(standing(purge, RetentionKind.DONE).state())
        .isEqualTo(
            new TaskState(null, 1, clock.instant(), "java.lang.IllegalStateException: no room"));
    assertThat(standing(purge, RetentionKind.DONE).next())
        .isEqualTo(clock.instant().plus(Purge.RETRY));

    purge.purgeOnce();
    assertThat(standing(purge, RetentionKind.DONE).state().failures())
        .as("not yet again")
        .isEqualTo(1);
    clock.advance(Purge.RETRY);
    purge.purgeOnce();
    assertThat(standing(purge, RetentionKind.DONE).next())
        .isEqualTo(clock.instant().plus(Purge.RETRY.multipliedBy(2)));
    clock.advance(Purge.RETRY.multipliedBy(2));
    purge.purgeOnce();
    assertThat(meters.get("tercet.purge.failures").tag("kind", "done").counter().count())
        .isEqualTo(3);

    clock.advance(Purge.RETRY.multipliedBy(4));
    purge.purgeOnce();
    assertThat(standing(purge, RetentionKind.DONE).state())
        .isEqualTo(new TaskState(clock.instant(), 0, null, null));
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainAfterAWhile() {
    memory.next(
        RetentionKind.DONE,
        () -> {
          throw new StoreUnavailableException(
              StoreUnavailableException.Store.POSTGRES, "away", new IllegalStateException());
        });
    purge.purgeOnce();
    assertThat(memory.tasks().states()).doesNotContainKey(RetentionKind.DONE.task());

    memory.next(RetentionKind.DONE, () -> REST);
    purge.purgeOnce();
    assertThat(rows(RetentionKind.DONE)).isZero();
    clock.advance(Purge.RETRY);
    purge.purgeOnce();
    assertThat(rows(RetentionKind.DONE)).isEqualTo(2);
  }

  @Test
  void asksForWhatIsConfiguredAndKeepsTheRestForEver() {
    purge.purgeOnce();

    assertThat(memory.asked)
        .isEqualTo(
            Map.of(
                RetentionKind.DONE, Duration.ofDays(10),
                RetentionKind.SUPERSEDED, Duration.ofDays(10),
                RetentionKind.AUDIT, Duration.ofDays(365),
                RetentionKind.ANSWERS, Duration.ofDays(10),
                RetentionKind.KEYS, Duration.ofDays(1)));
    assertThat(standing(purge, RetentionKind.FAILED).next()).isNull();
  }

  @Test
  void aReplacedVersionStaysNoLongerThanAFinishedOne() {
    assertThat(settings(null, Duration.ofDays(30)).keep(RetentionKind.SUPERSEDED))
        .isEqualTo(Duration.ofDays(30));
    assertThat(settings(Duration.ofDays(60), Duration.ofDays(30)).keep(RetentionKind.SUPERSEDED))
        .isEqualTo(Duration.ofDays(30));
    assertThat(settings(Duration.ofDays(10), null).keep(RetentionKind.SUPERSEDED))
        .isEqualTo(Duration.ofDays(10));
  }

  private static Purged fails() {
    throw new IllegalStateException("no room");
  }

  private static RetentionSettings settings(
      @Nullable Duration done, @Nullable Duration superseded) {
    return new RetentionSettings(done, superseded, null, Duration.ofDays(365), HOUR);
  }

  private Purge purge() {
    return purge(clock);
  }

  private Purge purge(InstantSource steady) {
    var settings = settings(Duration.ofDays(10), Duration.ofDays(30));
    return new Purge(memory, memory, settings, new RecoveryMetrics(meters), steady);
  }

  private static Purge.Standing standing(Purge purge, RetentionKind kind) {
    return purge.standings().stream().filter(it -> it.kind() == kind).findFirst().orElseThrow();
  }

  private @Nullable Instant success(RetentionKind kind) {
    return memory.lastSuccess(kind.task());
  }

  private double rows(RetentionKind kind) {
    return meters.get("tercet.purged").tag("kind", kind.label()).counter().count();
  }
}
