package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.provider.ProviderGate.Entry;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.InMemoryCallRates;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderGateTest {
  private static final Duration TOOK = Duration.ofMillis(5);
  private static final Rates PER_MINUTE = new Rates("test", null, 6_000L, Duration.ofSeconds(10));
  private static final Reply GOOD = new Reply.Content("{}", new Usage(1, 600, 0));

  private final SettableClock clock = new SettableClock();
  private final InMemoryCallRates callRates = new InMemoryCallRates(clock);

  private ProviderGate gate(int concurrency) {
    return gate(concurrency, ProviderRates.unlimited());
  }

  private ProviderGate gate(int concurrency, ProviderRates rates) {
    return new ProviderGate(
        concurrency, Duration.ofMillis(1), rates, NetworkBreaker.of("test", clock), clock);
  }

  private ProviderRates rates(
      @Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute, Duration burst) {
    return new ProviderRates(
        callRates, new Rates("test", requestsPerMinute, tokensPerMinute, burst));
  }

  private static Reply unavailable(@Nullable Duration retryAfter, boolean tried) {
    var failure = new Failure("x", FailureClass.TRANSIENT, "x", Stage.ACCEPTED);
    return new Reply.Unavailable(failure, new Usage(1, 0, 0), retryAfter, tried);
  }

  private static void assertEntered(Entry entry) {
    assertThat(entry).isEqualTo(new Entry.Entered());
  }

  private static void assertClosed(Entry entry, String code) {
    assertThat(entry)
        .isInstanceOfSatisfying(
            Entry.Closed.class, it -> assertThat(it.failure().failure().code()).isEqualTo(code));
  }

  @Test
  void onlySoManyAreLetInAtOnce() {
    ProviderGate gate = gate(2);
    assertEntered(gate.enter());
    assertEntered(gate.enter());
    assertClosed(gate.enter(), "provider-busy");
    gate.leave(GOOD, TOOK);
    assertEntered(gate.enter());
  }

  @Test
  void aProviderThatAskedForRestHasItExactlySoLong() {
    ProviderGate gate = gate(2);
    assertEntered(gate.enter());
    gate.leave(unavailable(Duration.ofSeconds(20), false), TOOK);
    assertThat(gate.enter())
        .isInstanceOfSatisfying(
            Entry.Closed.class,
            it ->
                assertThat(it.failure())
                    .extracting(AttemptFailure.Waiting::notBefore)
                    .isEqualTo(Duration.ofSeconds(20)));
    clock.advance(Duration.ofSeconds(20));
    assertEntered(gate.enter());
  }

  @Test
  void theBreakerOpensAfterFailuresAndLetsOneTryAfterAWhile() {
    ProviderGate gate = gate(100);
    for (int i = 0; i < 10; i++) {
      assertEntered(gate.enter());
      gate.leave(unavailable(null, true), TOOK);
    }
    assertClosed(gate.enter(), "provider-away");
    clock.advance(Duration.ofSeconds(6));
    for (int i = 0; i < 2; i++) {
      assertEntered(gate.enter());
      gate.leave(GOOD, TOOK);
    }
    assertEntered(gate.enter());
  }

  @Test
  void tooManyRequestsNeverOpenTheBreaker() {
    ProviderGate gate = gate(100);
    for (int i = 0; i < 50; i++) {
      assertEntered(gate.enter());
      gate.leave(unavailable(Duration.ZERO, false), TOOK);
      clock.advance(Duration.ofSeconds(1));
    }
    assertEntered(gate.enter());
  }

  @Test
  void theLimitFallsOnceWhenManyFailTogetherAndGrowsBackSlowly() {
    ProviderGate gate = gate(9);
    for (int i = 0; i < 5; i++) {
      assertEntered(gate.enter());
    }
    for (int i = 0; i < 5; i++) {
      gate.leave(unavailable(Duration.ZERO, false), TOOK);
    }
    assertThat(gate.concurrencyLimit()).isEqualTo(6);
    for (int i = 0; i < 6; i++) {
      assertEntered(gate.enter());
      gate.leave(GOOD, TOOK);
    }
    assertThat(gate.concurrencyLimit()).isEqualTo(7);
    for (int i = 0; i < 100; i++) {
      assertEntered(gate.enter());
      gate.leave(GOOD, TOOK);
    }
    assertThat(gate.concurrencyLimit()).isEqualTo(9);
  }

  @Test
  void theRateOfRequestsHoldsAfterTheBurst() {
    ProviderRates rates = rates(6L, null, Duration.ofSeconds(10));
    ProviderGate gate = gate(100, rates);
    assertEntered(gate.enter());
    assertClosed(gate.enter(), "provider-rate");
    clock.advance(Duration.ofSeconds(10));
    assertEntered(gate.enter());
    assertClosed(gate.enter(), "provider-rate");
  }

  @Test
  void whoeverDoesNotCallUsesNothingOfTheRate() {
    ProviderRates rates = rates(6L, null, Duration.ofSeconds(10));
    ProviderGate gate = gate(100, rates);
    for (int look = 0; look < 12; look++) {
      assertEntered(gate.enter());
      gate.leaveUncalled();
    }
    assertEntered(gate.enter());
    assertClosed(gate.enter(), "provider-rate");
  }

  @Test
  void whatTheBreakerTurnsAwayUsesNothingOfTheRate() {
    ProviderRates rates = rates(6L, null, Duration.ofMinutes(10));
    ProviderGate gate = gate(100, rates);
    Entry last = gate.enter();
    for (int call = 0; call < 30 && last.equals(new Entry.Entered()); call++) {
      gate.leave(unavailable(null, true), TOOK);
      last = gate.enter();
    }
    assertClosed(last, "provider-away");
    for (int look = 0; look < 100; look++) {
      assertClosed(gate.enter(), "provider-away");
    }
  }

  @Test
  void tokensThatWereUsedMustBePaidBeforeTheNextCall() {
    ProviderRates rates = rates(null, 60L, Duration.ofSeconds(10));
    ProviderGate gate = gate(100, rates);
    assertEntered(gate.enter());
    gate.leave(GOOD, TOOK);
    assertClosed(gate.enter(), "provider-rate");
    clock.advance(Duration.ofSeconds(580));
    assertClosed(gate.enter(), "provider-rate");
    clock.advance(Duration.ofSeconds(20));
    assertEntered(gate.enter());
  }

  @Test
  void processesThatShareRatesWaitForEachOther() {
    ProviderGate gate = gate(100, rates(6L, null, Duration.ofSeconds(10)));
    ProviderGate other = gate(100, rates(6L, null, Duration.ofSeconds(10)));
    assertEntered(gate.enter());
    assertClosed(other.enter(), "provider-rate");
  }

  @Test
  void callsUnderWayHaveTakenTheTokensThatCallsUsuallyUse() {
    ProviderGate gate = gate(100, rates(null, 6_000L, Duration.ofSeconds(12)));
    assertEntered(gate.enter());
    gate.leave(GOOD, TOOK);
    assertEntered(gate.enter());
    assertClosed(gate.enter(), "provider-rate");
  }

  @Test
  void aCallThatFailedGivesItsTokensBack() {
    ProviderGate gate = gate(100, rates(null, 6_000L, Duration.ofSeconds(12)));
    assertEntered(gate.enter());
    gate.leave(GOOD, TOOK);
    assertEntered(gate.enter());
    gate.leave(unavailable(null, true), TOOK);
    assertEntered(gate.enter());
    gate.leave();
    assertClosed(gate.enter(), "provider-rate");
  }

  @Test
  void nobodyEntersWhileNobodyKnowsWhoseTurnItIs() {
    var away = new AtomicBoolean(true);
    ProviderGate gate = gate(1, new ProviderRates(unreachable(away), PER_MINUTE));
    for (int call = 0; call < 3; call++) {
      assertThatThrownBy(gate::enter).isInstanceOf(StoreUnavailableException.class);
    }
    away.set(false);
    assertEntered(gate.enter());
  }

  @Test
  void tokensThatCannotBeNotedAreNotedWithTheNextCall() {
    var away = new AtomicBoolean();
    ProviderGate gate = gate(9, new ProviderRates(unreachable(away), PER_MINUTE));
    assertEntered(gate.enter());
    assertEntered(gate.enter());
    away.set(true);
    gate.leave(new Reply.Content("{}", new Usage(1, 3_000, 0)), TOOK);
    away.set(false);
    gate.leave(new Reply.Content("{}", new Usage(1, 1, 0)), TOOK);
    clock.advance(Duration.ofSeconds(20));
    assertClosed(gate.enter(), "provider-rate");
  }

  private CallRates unreachable(AtomicBoolean away) {
    CallRates taking =
        Replaced.method(
            CallRates.class,
            callRates,
            "take",
            (real, it) -> {
              refuse(away);
              return real.take((Rates) it[0], (Long) it[1], (Duration) it[2]);
            });
    return Replaced.method(
        CallRates.class,
        taking,
        "settle",
        (real, it) -> {
          refuse(away);
          real.settle((Rates) it[0], (Long) it[1]);
          return null;
        });
  }

  private static void refuse(AtomicBoolean away) {
    if (away.get()) {
      throw new StoreUnavailableException(Store.REDIS, "away", new IllegalStateException());
    }
  }
}
