package dev.tercet.cli.bench.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.cli.bench.count.IndexEnd.Ended;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class IndexEndTest {
  /** At which the load ended. */
  private static final long START = TimeUnit.HOURS.toNanos(7);

  private long now = START;
  private long restsLeft = Long.MAX_VALUE;

  private IndexEnd end(LongPredicate greenAtMillis) {
    var store =
        new IndexEnd.Look() {
          @Override
          public boolean isGreen() {
            return greenAtMillis.test(millis());
          }

          @Override
          public OptionalDouble cpuMillis() {
            return OptionalDouble.of(2.0 * millis());
          }
        };
    return new IndexEnd(store, () -> now, this::rest);
  }

  private boolean rest(Duration look) {
    now += look.toNanos();
    return restsLeft-- > 0;
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(now - START);
  }

  private static Ended after(long millis) {
    return new Ended(
        START + TimeUnit.MILLISECONDS.toNanos(millis), OptionalDouble.of(2.0 * millis));
  }

  @Test
  void tellsTheFirstMomentOfAGreenSecond() throws InterruptedException {
    assertThat(end(millis -> millis >= 4_200).await(START)).contains(after(4_200));
    assertThat(millis()).as("it waited for a second more").isEqualTo(5_200);
  }

  @Test
  void doesNotTakeAGreenMomentBeforeTheOptimizerBeginsForTheEnd() throws InterruptedException {
    assertThat(end(millis -> millis < 800 || millis >= 3_000).await(START)).contains(after(3_000));
  }

  @Test
  void isOverAtOnceWhenThereIsNothingToIndex() throws InterruptedException {
    assertThat(end(_ -> true).await(START)).contains(after(0));
  }

  @Test
  void givesUpAfterTenMinutes() throws InterruptedException {
    assertThat(end(_ -> false).await(START)).isEmpty();
    assertThat(Duration.ofMillis(millis())).isEqualTo(IndexEnd.LONGEST);
  }

  @Test
  void givesUpWhenItIsToldTo() throws InterruptedException {
    restsLeft = 3;
    assertThat(end(_ -> false).await(START)).isEmpty();
    assertThat(millis()).isEqualTo(400);
  }
}
