package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.TextBudget.NoRoomException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TextBudgetTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final int KIBIBYTE = 1 << 10;

  private final TextBudget budget = new TextBudget(100 * KIBIBYTE, 2);

  @Test
  void givesRoomWhenAnotherGivesItsOwnBack() {
    try (TextBudget.Share first = budget.nothing();
        TextBudget.Share second = budget.nothing()) {
      assertThat(first.await(60 * KIBIBYTE, SOON, () -> true)).isTrue();
      Runnable giveBack = first::close;
      var waited = new AtomicInteger();
      boolean given =
          second.await(
              60 * KIBIBYTE,
              SOON,
              () -> {
                if (waited.incrementAndGet() == 3) {
                  giveBack.run();
                }
                return true;
              });
      assertThat(given).isTrue();
      assertThat(waited).hasValueGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void doesNotLetSmallerTextsPassALargeOneForEver() throws Exception {
    try (TextBudget.Share some = budget.nothing();
        TextBudget.Share all = budget.nothing();
        TextBudget.Share small = budget.nothing()) {
      some.await(10 * KIBIBYTE, SOON, () -> true);
      var waits = new CountDownLatch(1);
      var given = new CompletableFuture<Boolean>();
      Thread large =
          Thread.ofVirtual()
              .start(() ->
                  given.complete(
                      all.await(
                          1L << 40,
                          SOON,
                          () -> {
                            waits.countDown();
                            return true;
                          })));
      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
      var asked = new AtomicInteger();

      boolean passed = small.await(1, SOON, () -> asked.incrementAndGet() < 20);

      assertThat(passed).as("there is room for it, and the large one was first").isFalse();
      Runnable giveBack = some::close;
      giveBack.run();
      assertThat(given.get(20, TimeUnit.SECONDS)).isTrue();
      large.join();
    }
  }

  @Test
  void sendsAwayWhoeverWouldWaitBehindTooMany() {
    try (TextBudget.Share all = budget.nothing();
        TextBudget.Share third = budget.nothing()) {
      all.await(100 * KIBIBYTE, SOON, () -> true);
      waitsAndIsLost(() ->
          waitsAndIsLost(() ->
              assertThatThrownBy(() -> third.await(1, SOON, () -> true))
                  .isInstanceOf(NoRoomException.class)));
      waitsAndIsLost(() -> {});
    }
  }

  /** Another text waits while {@code meanwhile} runs, and then no more. */
  private void waitsAndIsLost(Runnable meanwhile) {
    try (TextBudget.Share share = budget.nothing()) {
      boolean given =
          share.await(
              1,
              SOON,
              () -> {
                meanwhile.run();
                return false;
              });
      assertThat(given).isFalse();
    }
  }

  @Test
  void isAbandonedByAnAttemptThatIsDropped() {
    try (TextBudget.Share all = budget.nothing();
        TextBudget.Share share = budget.nothing()) {
      all.await(100 * KIBIBYTE, SOON, () -> true);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> share.await(1, SOON, () -> true))
          .isInstanceOf(AbandonedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
