package dev.tercet.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LeastRate pace = new LeastRate(100, Duration.ofSeconds(10));

  @Test
  void givesTheFirstWindowGrace() {
    pace.begin(Duration.ofSeconds(10));

    assertThat(pace.isTooSlow(19 * SECOND)).isFalse();
    assertThat(pace.isTooSlow(20 * SECOND)).isTrue();
  }

  @Test
  void countsOnlyTimeInWhichThePeerWasWaitedFor() {
    pace.begin(Duration.ZERO);
    pace.waited(4 * SECOND);

    assertThat(pace.isTooSlow(5 * SECOND)).isFalse();
    assertThat(pace.isTooSlow(6 * SECOND)).isTrue();
  }

  @Test
  void creditsNothingToTheNextWindow() {
    pace.begin(Duration.ZERO);
    pace.moved(1_000_000);
    pace.waited(10 * SECOND);

    assertThat(pace.isTooSlow(0)).isFalse();
    assertThat(pace.isTooSlow(9 * SECOND)).isFalse();
    assertThat(pace.isTooSlow(10 * SECOND)).isTrue();
  }

  @Test
  void doesNotCountAPendingWaitTwice() {
    pace.begin(Duration.ZERO);
    pace.moved(1_200);
    assertThat(pace.isTooSlow(12 * SECOND)).isFalse();
    pace.waited(13 * SECOND);

    assertThat(pace.isTooSlow(8 * SECOND)).isFalse();
    assertThat(pace.isTooSlow(9 * SECOND)).isTrue();
  }
}
