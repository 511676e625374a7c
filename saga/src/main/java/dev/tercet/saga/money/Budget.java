package dev.tercet.saga.money;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent on calls of models, by days and months (UTC) on which calls begin.
 *
 * @param perDay money; null for any
 * @param perMonth money of the same currency; null for any
 * @param calls calls a day; null for any number
 */
public record Budget(@Nullable Money perDay, @Nullable Money perMonth, @Nullable Long calls) {
  /** None: anything may be spent. */
  public static final Budget NONE = new Budget(null, null, null);

  /** What has to turn before more may be spent. */
  public enum Period {
    DAY,
    MONTH
  }

  /**
   * What was spent, with what is reserved for calls that are under way; money in the budget's
   * currency alone.
   */
  public record Outlay(long callsToday, long nanosToday, long nanosThisMonth) {
    /** Nothing yet. */
    public static final Outlay NOTHING = new Outlay(0, 0, 0);

    /** With another call, for which so much is reserved. */
    Outlay plusCall(long nanos) {
      return new Outlay(callsToday + 1, nanosToday + nanos, nanosThisMonth + nanos);
    }
  }

  /** Whether it bounds nothing. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** The currency of its money; null when it bounds calls alone. */
  public @Nullable String currency() {
    Money money = perDay == null ? perMonth : perDay;
    return money == null ? null : money.currency();
  }

  /** Empty while another call may begin, which is as long as less is spent than may be. */
  public Optional<Period> spent(Outlay outlay) {
    if (perMonth != null && outlay.nanosThisMonth() >= perMonth.nanos().longValueExact()) {
      return Optional.of(Period.MONTH);
    }
    boolean isDay =
        (perDay != null && outlay.nanosToday() >= perDay.nanos().longValueExact())
            || (calls != null && outlay.callsToday() >= calls);
    return isDay ? Optional.of(Period.DAY) : Optional.empty();
  }
}
