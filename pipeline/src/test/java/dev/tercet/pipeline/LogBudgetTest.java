package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
  private final AtomicLong now = new AtomicLong();
  private final LogBudget budget = new LogBudget(2, now::get);

  @Test
  void letsSoManyLinesThroughASecondAndTellsWhatItLeftOut() {
    assertThat(budget.take()).isEmpty();
    assertThat(budget.take()).isEmpty();
    assertThat(budget.take()).isNull();
    assertThat(budget.take()).isNull();

    now.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(budget.take()).contains("2 such lines");
    assertThat(budget.take()).isEmpty();
    assertThat(budget.take()).isNull();
  }
}
