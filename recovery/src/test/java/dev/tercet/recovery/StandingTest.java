package dev.tercet.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What an elected reconciler leaves standing is told from what it is about to do. */
class StandingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND.toNanos());
  private final LastingCondition standing =
      new LastingCondition(SECOND.multipliedBy(2), nanos::get);

  private boolean aSecondLater(boolean shown) {
    nanos.addAndGet(SECOND.toNanos());
    return standing.look(shown);
  }

  @Test
  void standsWhenEveryLookHasShownItForThatLong() {
    assertThat(aSecondLater(true)).isFalse();
    assertThat(aSecondLater(true)).isFalse();
    assertThat(aSecondLater(true)).isTrue();
    assertThat(aSecondLater(true)).isTrue();
  }

  @Test
  void beginsAnewWhenALookHasNotShownIt() {
    aSecondLater(true);
    aSecondLater(true);
    assertThat(aSecondLater(false)).isFalse();
    assertThat(aSecondLater(true)).isFalse();
    assertThat(aSecondLater(true)).isFalse();
    assertThat(aSecondLater(true)).isTrue();
  }
}
