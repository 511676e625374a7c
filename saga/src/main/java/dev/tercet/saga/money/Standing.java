package dev.tercet.saga.money;

import dev.tercet.saga.money.Budget.Outlay;
import dev.tercet.saga.money.Budget.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a budget stands.
 *
 * @param budget {@link Budget#NONE} when there is none
 */
public record Standing(BudgetScope scope, Budget budget, Outlay outlay, Turns turns) {
  /**
   * When more may be spent.
   *
   * @param now by the ledger's clock
   * @param day when the day ends (UTC)
   * @param month when the month does
   */
  public record Turns(Instant now, Instant day, Instant month) {}

  /** Until when nothing more may be spent; empty while something may. */
  public Optional<Instant> until() {
    return budget.spent(outlay).map(this::end);
  }

  /** How long that is. */
  public Optional<Duration> rest() {
    return until().map(it -> Duration.between(turns.now(), it));
  }

  private Instant end(Period period) {
    return switch (period) {
      case DAY -> turns.day();
      case MONTH -> turns.month();
    };
  }

  /** The same with one more call. */
  Standing plusCall(long nanos) {
    return new Standing(scope, budget, outlay.plusCall(nanos), turns);
  }
}
