package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tercet.pipeline.provider.ProviderGate.Entry;
import dev.tercet.pipeline.provider.ProviderHealth.Pass;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.provider.Trouble;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.rate.InMemoryCallRates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        concurrency,
        Duration.ofMillis(1),
        rates,
        NetworkBreaker.of("test", clock),
        new ProviderHealth("test", clock));
  }

  private ProviderRates rates(
      @Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute, Duration burst) {
    return new ProviderRates(
        callRates, new Rates("test", requestsPerMinute, tokensPerMinute, burst));
  }

  private static Reply met(Trouble trouble, @Nullable Duration retryAfter) {
    var failure = new Failure("x", FailureClass.TRANSIENT, "x", Stage.ACCEPTED);
    return new Reply.Unavailable(trouble, failure, new Usage(1, 0, 0), retryAfter);
  }

  private static Pass enter(ProviderGate gate) {
    return assertThat(gate.enter()).asInstanceOf(type(Entry.Entered.class)).actual().pass();
  }

  /** A call that fails while another one, let in later, is answered. */
  private void failAlone(ProviderGate gate) {
    Pass failing = enter(gate);
    clock.advance(Duration.ofMillis(1));
    gate.leave(enter(gate), GOOD, TOOK, null);
    assertThat(gate.leave(failing, met(Trouble.BROKEN, null), TOOK, null)).isNull();
  }

  private static void assertClosed(Entry entry, String code) {
    assertThat(entry)
        .isInstanceOfSatisfying(
            Entry.Closed.class, it -> assertThat(it.failure().failure().code()).isEqualTo(code));
  }

  @Test
  void onlySoManyAreLetInAtOnce() {
    ProviderGate gate = gate(2);
    Pass first = enter(gate);
    enter(gate);
    assertClosed(gate.enter(), "provider-busy");
    gate.leave(first, GOOD, TOOK, null);
    enter(gate);
  }

  @Test
  void aProviderThatAskedForRestHasItExactlySoLong() {
    ProviderGate gate = gate(2);
    gate.leave(enter(gate), met(Trouble.LIMITED, Duration.ofSeconds(20)), TOOK, null);
    assertThat(gate.enter())
        .isInstanceOfSatisfying(
            Entry.Closed.class, it -> assertThat(it.notBefore()).isEqualTo(Duration.ofSeconds(20)));
    clock.advance(Duration.ofSeconds(20));
    enter(gate);
  }

  @Test
  void theBreakerOpensWhenManyFailWhileOthersAreAnsweredAndLetsOneTryAfterAWhile() {
    ProviderGate gate = gate(100);
    for (int i = 0; i < 5; i++) {
      failAlone(gate);
    }
    assertClosed(gate.enter(), "provider-away");
    clock.advance(Duration.ofSeconds(6));
    for (int i = 0; i < 2; i++) {
      gate.leave(enter(gate), GOOD, TOOK, null);
    }
    enter(gate);
  }

  @Test
  void tooManyRequestsNeverOpenTheBreaker() {
    ProviderGate gate = gate(100);
    for (int i = 0; i < 50; i++) {
      gate.leave(enter(gate), met(Trouble.LIMITED, Duration.ZERO), TOOK, null);
      clock.advance(Duration.ofSeconds(31));
    }
    enter(gate);
  }

  @Test
  void aLookThatWasNotMadeIsTheNextOnesAndThenUsedUp() {
    ProviderGate gate = gate(9);
    gate.leave(enter(gate), met(Trouble.WRONG_KEY, Duration.ofSeconds(30)), TOOK, null);
    assertThat(gate.enter()).isInstanceOf(Entry.Closed.class);
    clock.advance(Duration.ofSeconds(31));
    Pass look = enter(gate);
    assertThat(look.sees()).isTrue();
    assertThat(gate.enter()).isInstanceOf(Entry.Closed.class);

    gate.leaveUncalled(look);
    assertThat(gate.rest()).isZero();
    Pass again = enter(gate);
    assertThat(again.sees()).isTrue();
    assertThat(gate.enter()).isInstanceOf(Entry.Closed.class);
    gate.leave(again, met(Trouble.WRONG_KEY, Duration.ofSeconds(30)), TOOK, null);
    assertThat(gate.enter()).isInstanceOf(Entry.Closed.class);
  }

  @ParameterizedTest
  @CsvSource({"LIMITED, 6", "BROKEN, 6", "WRONG_KEY, 9", "OUT_OF_MONEY, 9"})
  void onlyTroubleOfTooManyCallsLowersTheLimitAndThoseThatSeeDoNot(Trouble trouble, int limit) {
    ProviderGate gate = gate(9);
    for (int i = 0; i < 5; i++) {
      gate.leave(enter(gate), met(trouble, Duration.ZERO), TOOK, null);
      clock.advance(Duration.ofSeconds(31));
    }
    assertThat(gate.concurrencyLimit()).isEqualTo(limit);
  }

  @Test
  void theLimitFallsOnceWhenManyFailTogetherAndGrowsBackSlowly() {
    ProviderGate gate = gate(9);
    List<Pass> calls = Stream.generate(() -> enter(gate)).limit(5).toList();
    calls.forEach(it -> gate.leave(it, met(Trouble.LIMITED, Duration.ZERO), TOOK, null));
    assertThat(gate.concurrencyLimit()).isEqualTo(6);
    for (int i = 0; i < 6; i++) {
      gate.leave(enter(gate), GOOD, TOOK, null);
    }
    assertThat(gate.concurrencyLimit()).isEqualTo(7);
    for (int i = 0; i < 100; i++) {
      gate.leave(enter(gate), GOOD, TOOK, null);
    }
    assertThat(gate.concurrencyLimit()).isEqualTo(9);
  }

  @Test
  void theRateOfRequestsHoldsAfterTheBurst() {
    ProviderRates rates = rates(6L, null, Duration.ofSeconds(10));
    ProviderGate gate = gate(100, rates);
    enter(gate);
    assertClosed(gate.enter(), "provider-rate");
    clock.advance(Duration.ofSeconds(10));
    enter(gate);
    assertClosed(gate.enter(), "provider-rate");
  }

  @Test
  void whoeverDoesNotCallOrIsOneTooManyUsesNothingOfTheRate() {
    ProviderRates rates = rates(6L, null, Duration.ofSeconds(10));
    ProviderGate gate = gate(100, rates);
    for (int look = 0; look < 12; look++) {
      gate.leaveUncalled(enter(gate));
    }
    gate.leave(enter(gate), met(Trouble.LIMITED, Duration.ZERO), TOOK, null);
    gate.leave(enter(gate), GOOD, TOOK, null);
    assertClosed(gate.enter(), "provider-rate");
  }

  @Test
  void whatTheBreakerTurnsAwayUsesNothingOfTheRate() {
    ProviderRates rates = rates(6L, null, Duration.ofMinutes(10));
    ProviderGate gate = gate(100, rates);
    for (int i = 0; i < 5; i++) {
      failAlone(gate);
    }
    for (int look = 0; look < 100; look++) {
      assertClosed(gate.enter(), "provider-away");
    }
    clock.advance(Duration.ofSeconds(6));
    enter(gate);
  }

  @Test
  void tokensThatWereUsedMustBePaidBeforeTheNextCall() {
    ProviderRates rates = rates(null, 60L, Duration.ofSeconds(10));
    ProviderGate gate = gate(100, rates);
    gate.leave(enter(gate), GOOD, TOOK, null);
    assertClosed(gate.enter(), "provider-rate");
    clock.advance(Duration.ofSeconds(580));
    assertClosed(gate.enter(), "provider-rate");
    clock.advance(Duration.ofSeconds(20));
    enter(gate);
  }

  @Test
  void processesThatShareRatesWaitForEachOther() {
    ProviderGate gate = gate(100, rates(6L, null, Duration.ofSeconds(10)));
    ProviderGate other = gate(100, rates(6L, null, Duration.ofSeconds(10)));
    enter(gate);
    assertClosed(other.enter(), "provider-rate");
  }

  @Test
  void callsUnderWayHaveTakenTheTokensThatCallsUsuallyUse() {
    ProviderGate gate = gate(100, rates(null, 6_000L, Duration.ofSeconds(12)));
    gate.leave(enter(gate), GOOD, TOOK, null);
    enter(gate);
    assertClosed(gate.enter(), "provider-rate");
  }

  @Test
  void aCallThatFailedGivesItsTokensBack() {
    ProviderGate gate = gate(100, rates(null, 6_000L, Duration.ofSeconds(12)));
    gate.leave(enter(gate), GOOD, TOOK, null);
    gate.leave(enter(gate), met(Trouble.BROKEN, null), TOOK, null);
    gate.leave(enter(gate));
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
    enter(gate);
  }

  @Test
  void tokensThatCannotBeNotedAreNotedWithTheNextCall() {
    var away = new AtomicBoolean();
    ProviderGate gate = gate(9, new ProviderRates(unreachable(away), PER_MINUTE));
    Pass first = enter(gate);
    Pass second = enter(gate);
    away.set(true);
    gate.leave(first, new Reply.Content("{}", new Usage(1, 3_000, 0)), TOOK, null);
    away.set(false);
    gate.leave(second, new Reply.Content("{}", new Usage(1, 1, 0)), TOOK, null);
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
