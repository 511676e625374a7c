package dev.tercet.pipeline.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.Together.AbandonedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TextBudgetTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final int KIBIBYTE = 1 << 10;

  private final TextBudget budget = new TextBudget(100 * KIBIBYTE);

  @Test
  void givesRoomWhenAnotherGivesItsOwnBack() {
    try (TextBudget.Share first = budget.nothing();
        TextBudget.Share second = budget.nothing()) {
      first.await(60 * KIBIBYTE, SOON, () -> {});
      Runnable giveBack = first::close;
      var waited = new AtomicInteger();
      second.await(
          60 * KIBIBYTE,
          SOON,
          () -> {
            if (waited.incrementAndGet() == 3) {
              giveBack.run();
            }
          });
      assertThat(waited).hasValueGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void letsATextThatIsTooLargeHaveEverything() {
    try (TextBudget.Share all = budget.nothing();
        TextBudget.Share more = budget.nothing()) {
      all.await(1L << 40, SOON, () -> {});
      Runnable giveBack = all::close;
      var waited = new AtomicInteger();
      more.await(
          1,
          SOON,
          () -> {
            waited.incrementAndGet();
            giveBack.run();
          });
      assertThat(waited).hasPositiveValue();
    }
  }

  @Test
  void isAbandonedByAnAttemptThatIsDropped() {
    try (TextBudget.Share share = budget.nothing()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> share.await(1, SOON, () -> {}))
          .isInstanceOf(AbandonedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
