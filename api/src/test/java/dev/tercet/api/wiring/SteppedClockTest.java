package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.TakePause;
import dev.tercet.pipeline.provider.NetworkBreaker;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderGate.Entry;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wall clock that is stepped by an hour, forward or back, changes nothing that is measured. */
class SteppedClockTest {
  private static final Duration TOOK = Duration.ofMillis(5);

  private final SettableClock wall = new SettableClock();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // it may run over
  private final SteadyClock steady = new SteadyClock(wall, nanos::get);

  private void step(int hours) {
    wall.advance(Duration.ofHours(hours));
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private ProviderGate gate(int concurrency, ProviderRates rates) {
    return new ProviderGate(
        concurrency, Duration.ofMillis(1), rates, NetworkBreaker.of("test", steady), steady);
  }

  private static void enter(ProviderGate gate) {
    assertThat(gate.enter()).isEqualTo(new Entry.Entered());
  }

  private static String refusal(ProviderGate gate) {
    return gate.enter() instanceof Entry.Closed(var failure) ? failure.failure().code() : "none";
  }

  private static Reply unavailable(Duration retryAfter, boolean tried) {
    return new Reply.Unavailable(
        new Failure("busy", FailureClass.TRANSIENT, "busy", Stage.ACCEPTED),
        new Usage(1, 0, 0),
        retryAfter,
        tried);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void onlyWhatPassesIsShown(int hours) {
    var began = steady.instant();
    assertThat(began).isEqualTo(wall.instant());

    step(hours);
    assertThat(steady.instant()).isEqualTo(began);
    pass(20);
    assertThat(steady.instant()).isEqualTo(began.plusSeconds(20));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void aRestLastsAsLongAsItShould(int hours) {
    var takePause = new TakePause(steady);
    takePause.waited(Duration.ofSeconds(30));

    step(hours);
    assertThat(takePause.remaining()).isEqualTo(Duration.ofSeconds(30));
    pass(20);
    assertThat(takePause.remaining()).isEqualTo(Duration.ofSeconds(10));
    pass(10);
    assertThat(takePause.remaining()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void soDoesTheRestThatAProviderAskedFor(int hours) {
    ProviderGate gate = gate(2, ProviderRates.unlimited());
    enter(gate);
    gate.leave(unavailable(Duration.ofSeconds(20), false), TOOK);

    step(hours);
    assertThat(gate.rest()).isEqualTo(Duration.ofSeconds(20));
    pass(20);
    assertThat(gate.rest()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void callsThatFailTogetherLowerTheLimitOnce(int hours) {
    ProviderGate gate = gate(9, ProviderRates.unlimited());
    enter(gate);
    enter(gate);
    enter(gate);
    gate.leave(unavailable(Duration.ZERO, false), TOOK);

    step(hours);
    gate.leave(unavailable(Duration.ZERO, false), TOOK);
    assertThat(gate.concurrencyLimit()).isEqualTo(6);
    pass(1);
    gate.leave(unavailable(Duration.ZERO, false), TOOK);
    assertThat(gate.concurrencyLimit()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void anOpenBreakerLetsOneTryAfterItsTime(int hours) {
    ProviderGate gate = gate(100, ProviderRates.unlimited());
    for (int call = 0; call < 10; call++) {
      enter(gate);
      gate.leave(unavailable(Duration.ZERO, true), TOOK);
    }

    step(hours);
    assertThat(refusal(gate)).isEqualTo("provider-away");
    pass(6);
    enter(gate);
  }
}
