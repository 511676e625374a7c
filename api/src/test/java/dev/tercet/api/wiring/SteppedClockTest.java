package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tercet.pipeline.TakePause;
import dev.tercet.pipeline.provider.NetworkBreaker;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderGate.Entry;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.provider.ProviderHealth.Pass;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.provider.Trouble;
import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
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
        concurrency,
        Duration.ofMillis(1),
        rates,
        NetworkBreaker.of("test", steady),
        new ProviderHealth("test", steady));
  }

  private static Pass enter(ProviderGate gate) {
    return assertThat(gate.enter()).asInstanceOf(type(Entry.Entered.class)).actual().pass();
  }

  private static String refusal(ProviderGate gate) {
    return gate.enter() instanceof Entry.Closed(var failure, var _)
        ? failure.failure().code()
        : "none";
  }

  private static Reply met(Trouble trouble, Duration retryAfter) {
    return new Reply.Unavailable(
        trouble,
        new Failure("busy", FailureClass.TRANSIENT, "busy", Stage.ACCEPTED),
        new Usage(1, 0, 0),
        retryAfter);
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
    gate.leave(enter(gate), met(Trouble.LIMITED, Duration.ofSeconds(20)), TOOK, null);

    step(hours);
    assertThat(gate.rest()).isEqualTo(Duration.ofSeconds(20));
    pass(20);
    assertThat(gate.rest()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void callsThatFailTogetherLowerTheLimitOnce(int hours) {
    ProviderGate gate = gate(9, ProviderRates.unlimited());
    List<Pass> calls = List.of(enter(gate), enter(gate), enter(gate));
    gate.leave(calls.get(0), met(Trouble.LIMITED, Duration.ZERO), TOOK, null);

    step(hours);
    gate.leave(calls.get(1), met(Trouble.LIMITED, Duration.ZERO), TOOK, null);
    assertThat(gate.concurrencyLimit()).isEqualTo(6);
    pass(1);
    gate.leave(calls.get(2), met(Trouble.LIMITED, Duration.ZERO), TOOK, null);
    assertThat(gate.concurrencyLimit()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void anOpenBreakerLetsOneTryAfterItsTime(int hours) {
    ProviderGate gate = gate(100, ProviderRates.unlimited());
    Reply away = met(Trouble.BROKEN, Duration.ZERO);
    for (int call = 0; call < 5; call++) {
      Pass failing = enter(gate);
      gate.succeeded(enter(gate), TOOK);
      gate.leave(failing, away, TOOK, null);
    }

    step(hours);
    assertThat(refusal(gate)).isEqualTo("provider-away");
    pass(6);
    enter(gate);
  }
}
