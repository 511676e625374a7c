package dev.tercet.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderShareTest {
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger calls = new AtomicInteger(1);

  private ProviderShare share(int concurrency, int providers) {
    return ProviderShare.amongOthers(concurrency, providers, calls::get, clock);
  }

  private static int places(ProviderShare share) {
    int taken = 0;
    while (share.enter()) {
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @CsvSource({
    "256, 2, 1, 128",
    "256, 2, 70, 140",
    "256, 2, 256, 192",
    "256, 4, 256, 160",
    "1, 3, 256, 1",
    "2, 2, 256, 2",
    "3, 8, 1, 1"
  })
  void itsEqualPartIsItsOwnAndNeverAllThatTheOthersNeed(
      int concurrency, int providers, int atOnce, int places) {
    calls.set(atOnce);

    assertThat(places(share(concurrency, providers))).isEqualTo(places);
  }

  @Test
  void aPlaceThatWasLeftIsTheNextOnes() {
    ProviderShare share = share(4, 2);
    assertThat(places(share)).isEqualTo(2);
    assertThat(share.isFull()).isTrue();
    share.leave();
    assertThat(share.isFull()).isFalse();
    assertThat(places(share)).isEqualTo(1);
  }

  @Test
  void theOnlyProviderHasTheWholeWorker() {
    ProviderShare share = ProviderShare.whole(clock);
    for (int i = 0; i < 10_000; i++) {
      assertThat(share.enter()).isTrue();
    }
    assertThat(share.isFull()).isFalse();
  }

  @Test
  void whoFindsNoPlaceComesBackTwiceAsFastAsAttemptsEnd() {
    ProviderShare share = share(4, 2);
    for (int end = 0; end < 500; end++) {
      places(share);
      clock.advance(Duration.ofMillis(200));
      share.leave();
    }
    Duration first = share.nextTurn();
    assertThat(first).isBetween(Duration.ofMillis(95), Duration.ofMillis(105));
    for (int i = 2; i <= 10; i++) {
      assertThat(share.nextTurn()).isEqualTo(first.multipliedBy(i));
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(share.nextTurn()).isEqualTo(first);
  }

  @Test
  void nobodyWaitsInLineForLongerThanTwoMinutes() {
    ProviderShare share = share(4, 2);
    for (int i = 0; i < 10_000; i++) {
      assertThat(share.nextTurn()).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }
  }
}
