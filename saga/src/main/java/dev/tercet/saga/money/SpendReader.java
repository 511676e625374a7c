package dev.tercet.saga.money;

import dev.tercet.saga.Usage;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was spent on asking models, which no deletion takes away. */
public interface SpendReader {
  /** What sums are made of. */
  enum By {
    PROJECT,
    MODEL,
    DAY
  }

  /**
   * Which sums are asked for.
   *
   * @param tenant whose
   * @param project of which alone; null for all of the tenant's
   * @param from the first day (UTC) on which calls began
   * @param to the last one
   */
  record Asked(String tenant, @Nullable UUID project, By by, LocalDate from, LocalDate to) {}

  /**
   * What a sum is of: a project's id, a day, or a provider and its model.
   *
   * @param model empty for a project and for a day
   */
  record SumKey(String of, String model) {
    /** Before all others. */
    public static final SumKey START = new SumKey("", "");
  }

  /**
   * What was spent on one of them.
   *
   * @param slug of a project that is not deleted; else null
   * @param usage each call that has begun counts from its beginning on
   * @param unpriced calls that have ended at a cost that is not known
   * @param costs what is known, one for each currency
   */
  record Sum(SumKey key, @Nullable String slug, Usage usage, long unpriced, List<Money> costs) {}

  /** The day (UTC) that it is where calls are noted. */
  LocalDate today();

  /** At most {@code limit} sums in the order of their keys, behind that one. */
  List<Sum> list(Asked asked, SumKey after, int limit);
}
