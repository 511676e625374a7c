package dev.tercet.storage.postgres.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the contract cannot play: clocks that step, and long silences. */
class RateBucketTest {
  private static final long SECOND = 1_000_000;
  private static final long NOW = 1_795_377_600 * SECOND;
  private static final Duration BURST = Duration.ofSeconds(30);

  private static RateBucket full(long now) {
    return RateBucket.of(6, BURST, null, now, now);
  }

  private static RateBucket later(RateBucket bucket, long at, long now) {
    return RateBucket.of(6, BURST, bucket.text(), at, now);
  }

  private static RateBucket used(int times) {
    RateBucket bucket = full(NOW);
    for (int i = 0; i < times; i++) {
      bucket.use(1, NOW);
    }
    return bucket;
  }

  @Test
  void isTheSameWhenItIsReadAgain() {
    RateBucket bucket = used(4);
    assertThat(later(bucket, NOW, NOW).text()).isEqualTo(bucket.text());
    assertThat(later(bucket, NOW, NOW).turn(1)).isEqualTo(bucket.turn(1));
  }

  @Test
  void aClockThatIsPutBackALittleStandsStill() {
    long before = NOW - SECOND / 2;
    assertThat(later(used(3), NOW, before).turn(1)).isEqualTo(before + 10 * SECOND);
  }

  @Test
  void aClockThatIsPutBackForgetsTheMinuteAndNotTheLevel() {
    long before = NOW - 3_600 * SECOND;
    RateBucket bucket = later(used(6), NOW, before);
    assertThat(bucket.turn(1)).isEqualTo(before + 40 * SECOND);
  }

  @Test
  void isFullAfterALongSilence() {
    long after = NOW + 3_600 * SECOND;
    RateBucket bucket = later(used(6), NOW, after);
    for (int i = 0; i < 3; i++) {
      assertThat(bucket.turn(1)).isEqualTo(after);
      bucket.use(1, after);
    }
    assertThat(bucket.turn(1)).isEqualTo(after + 10 * SECOND);
  }

  @Test
  void whatIsSettledLateCountsInTheOldestSlotThatIsKept() {
    RateBucket bucket = used(0);
    bucket.use(6, NOW + 90 * SECOND);
    bucket.use(1, NOW);
    assertThat(bucket.text().split(" ", -1)[5]).isEqualTo("1.0");
  }
}
