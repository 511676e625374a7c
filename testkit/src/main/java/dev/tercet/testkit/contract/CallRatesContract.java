package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.CallRates.Left;
import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.CallRates.Told;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the rates of providers must keep, by whatever clock: it may go on while a test runs, so that
 * waits are known within a tolerance, and rates are so low that they hardly flow meanwhile.
 */
@Timeout(60)
public abstract class CallRatesContract {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What may pass while a test runs. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  /** How much later what is due may be said to be. */
  private static final Duration GRAIN = Duration.ofMillis(500);

  /** How much later than that a minute may be over: calls are on their way to the provider. */
  private static final Duration WAY = Duration.ofSeconds(1);

  /** One request every ten seconds, three of them at once. */
  private static final Rates SIX = new Rates("six", 6L, null, Duration.ofSeconds(30));

  /** One token a second, thirty of them at once. */
  private static final Rates TOKENS = new Rates("tokens", null, 60L, Duration.ofSeconds(30));

  private @Nullable SharedRates shared;

  /** Rates of which nothing is used. */
  protected abstract SharedRates freshRates();

  @BeforeEach
  void open() {
    shared = freshRates();
  }

  @AfterEach
  void close() {
    if (shared != null) {
      shared.close();
    }
  }

  private SharedRates shared() {
    if (shared == null) {
      throw new IllegalStateException("no test is running");
    }
    return shared;
  }

  private CallRates rates() {
    return shared().rates();
  }

  private Duration take(Rates rates, long tokens) {
    return rates().take(rates, tokens, LONGEST);
  }

  private static void assertWait(Duration wait, int seconds) {
    Duration expected = Duration.ofSeconds(seconds);
    assertThat(wait).isBetween(expected.minus(SLACK), expected.plus(GRAIN));
  }

  private static void assertMinute(Duration wait) {
    Duration expected = Duration.ofMinutes(1);
    assertThat(wait).isBetween(expected.minus(SLACK), expected.plus(GRAIN).plus(WAY));
  }

  private void empty(Rates rates, int calls) {
    for (int call = 0; call < calls; call++) {
      assertThat(take(rates, 1)).isZero();
    }
  }

  @Test
  void whatTheBucketHoldsGoesAtOnceAndEachCallAfterThatHasATimeOfItsOwn() {
    empty(SIX, 3);
    assertWait(take(SIX, 0), 10);
    assertWait(take(SIX, 0), 20);
    assertWait(take(SIX, 0), 30);
  }

  @Test
  void whoWouldWaitTooLongTakesNothing() {
    empty(SIX, 3);
    for (int call = 0; call < 5; call++) {
      assertWait(rates().take(SIX, 0, Duration.ofSeconds(5)), 10);
    }
    assertWait(take(SIX, 0), 10);
  }

  @Test
  void allProcessesShareABucket() {
    empty(SIX, 2);
    CallRates other = shared().ofAnotherProcess();
    assertThat(other.take(SIX, 0, LONGEST)).isZero();
    assertWait(other.take(SIX, 0, LONGEST), 10);
    assertWait(take(SIX, 0), 20);
  }

  @Test
  void everyProviderHasBucketsOfItsOwn() {
    empty(SIX, 3);
    assertThat(take(new Rates("other", 6L, null, SIX.burst()), 0)).isZero();
  }

  @Test
  void aTurnThatWasGivenBackIsTheNextOnes() {
    empty(SIX, 3);
    rates().giveBack(SIX, 0);
    assertThat(take(SIX, 0)).isZero();
    assertWait(take(SIX, 0), 10);
  }

  @Test
  void aBucketHoldsNoMoreThanItsBurst() {
    for (int call = 0; call < 5; call++) {
      rates().giveBack(SIX, 0);
    }
    empty(SIX, 3);
    assertWait(take(SIX, 0), 10);
  }

  @Test
  void aBucketAlwaysHoldsOneCall() {
    var rare = new Rates("rare", 1L, null, Duration.ofMillis(100));
    empty(rare, 1);
    assertMinute(rates().take(rare, 0, LONGEST));
  }

  @Test
  void aBucketFillsByItsRate() {
    var fast = new Rates("fast", 120L, null, Duration.ofSeconds(1));
    empty(fast, 2);
    assertThat(take(fast, 0)).isPositive();
    shared().pass(Duration.ofMillis(1_700));
    empty(fast, 2);
  }

  @Test
  void noMinuteGetsMoreThanAMinutesWorth() {
    empty(SIX, 3);
    assertWait(take(SIX, 0), 10);
    assertWait(take(SIX, 0), 20);
    assertWait(take(SIX, 0), 30);
    assertMinute(rates().take(SIX, 0, Duration.ofMinutes(2)));
    assertMinute(rates().take(SIX, 0, Duration.ofMinutes(2)));
  }

  @Test
  void aBurstOfMoreThanAMinuteIsMeant() {
    var large = new Rates("large", 6L, null, Duration.ofMinutes(2));
    empty(large, 12);
    assertMinute(take(large, 0));
  }

  @Test
  void tokensThatACallMayUseAreTakenBeforehand() {
    assertThat(take(TOKENS, 20)).isZero();
    assertWait(take(TOKENS, 20), 10);
    assertWait(take(TOKENS, 10), 20);
  }

  @Test
  void tokensThatWereUsedBeyondThatAreOwed() {
    assertThat(take(TOKENS, 1)).isZero();
    rates().settle(TOKENS, 39);
    assertWait(take(TOKENS, 5), 15);
  }

  @Test
  void noMoreIsOwedThanTenMinutesWorth() {
    rates().settle(TOKENS, 1L << 32);
    assertWait(take(TOKENS, 30), 630);
  }

  @Test
  void tokensThatWereNotUsedAreThereAgain() {
    assertThat(take(TOKENS, 30)).isZero();
    rates().settle(TOKENS, -20);
    assertThat(take(TOKENS, 15)).isZero();
  }

  @Test
  void aCallThatNeedsMoreThanABucketHoldsWaitsUntilItIsFull() {
    assertThat(take(TOKENS, 50)).isZero();
    assertMinute(rates().take(TOKENS, 50, Duration.ofMinutes(2)));
  }

  @Test
  void aCallWaitsForWhicheverRateIsTheSlower() {
    var both = new Rates("both", 6L, 60L, Duration.ofSeconds(30));
    assertThat(take(both, 30)).isZero();
    assertWait(take(both, 15), 15);
    assertWait(take(both, 0), 15);
    assertWait(take(both, 0), 15);
    assertWait(take(both, 0), 20);
  }

  private static Told told(long limit, long remaining, int reset, int took) {
    return new Told(
        new Left(limit, remaining, Duration.ofSeconds(reset)), null, Duration.ofSeconds(took));
  }

  @Test
  void whatTheProviderSaysIsLeftIsAllThereIs() {
    rates().heard(SIX, told(6, 1, 50, 0));
    empty(SIX, 1);
    assertWait(take(SIX, 0), 10);
    assertWait(shared().ofAnotherProcess().take(SIX, 0, LONGEST), 20);
  }

  @Test
  void theProvidersOwnLimitIsKeptWhenItIsLower() {
    rates().heard(SIX, told(3, 0, 60, 0));
    assertWait(take(SIX, 0), 20);
  }

  @Test
  void moreThanIsConfiguredIsNeverBelieved() {
    rates().heard(SIX, told(6_000, 5_000, 10, 0));
    empty(SIX, 3);
    assertWait(take(SIX, 0), 10);
  }

  @Test
  void whatComesBackAtOnceIsWaitedForUntilThen() {
    rates().heard(SIX, told(6, 0, 20, 0));
    assertWait(take(SIX, 0), 20);
  }

  @Test
  void whatTheProviderSaysHoldsUntilItsResetOnly() {
    rates().heard(SIX, told(6, 0, 1, 0));
    assertThat(take(SIX, 0)).isPositive();
    shared().pass(Duration.ofMillis(1_100));
    empty(SIX, 2);
    assertWait(take(SIX, 0), 9);
  }

  @Test
  void whatTheProviderSaysHoldsForAMinuteAtMost() {
    rates().heard(SIX, told(6, 0, 3_000, 0));
    assertWait(take(SIX, 0), 60);
  }

  @Test
  void theNewestAnswerIsBelieved() {
    rates().heard(SIX, told(6, 0, 60, 0));
    rates().heard(SIX, told(6, 2, 40, 0));
    empty(SIX, 2);
    assertWait(take(SIX, 0), 10);
  }

  @Test
  void whatWasGivenSinceTheCallBeganIsTakenOff() {
    var six = new Rates("other", 6L, null, Duration.ofMinutes(1));
    empty(six, 3);
    rates().heard(six, told(6, 2, 40, 10));
    assertWait(take(six, 0), 10);
  }

  @Test
  void tokensThatTheProviderSaysAreLeftAreAllThereAre() {
    rates().heard(TOKENS, new Told(null, new Left(60, 10, Duration.ofSeconds(50)), Duration.ZERO));
    assertThat(take(TOKENS, 10)).isZero();
    assertWait(take(TOKENS, 10), 10);
  }

  @Test
  void whatIsLostBeginsFull() {
    empty(SIX, 3);
    shared().loseEverything();
    empty(SIX, 3);
    assertWait(take(SIX, 0), 10);
  }
}
