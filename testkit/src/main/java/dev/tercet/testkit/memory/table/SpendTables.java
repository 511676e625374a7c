package dev.tercet.testkit.memory.table;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Charge;
import dev.tercet.saga.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What calls have used and cost, which stays when they go, and when their projects do. */
public final class SpendTables {
  private static final Usage ONE = new Usage(1, 0, 0);

  private final Map<UUID, Spent> calls = new LinkedHashMap<>();

  public final Map<BudgetScope, Budget> budgets = new HashMap<>();

  /**
   * What is kept of a call.
   *
   * @param day on which it began
   * @param isPriced whether it is open or costs what is known
   * @param cost null when it costs nothing
   * @param isInside whether no budget counts it
   */
  public record Spent(
      ModelCall call,
      String tenant,
      LocalDate day,
      Usage usage,
      boolean isPriced,
      @Nullable Money cost,
      boolean isInside) {
    Spent ended(Usage took, boolean priced, @Nullable Money paid) {
      return new Spent(call, tenant, day, took, priced, paid, isInside);
    }

    Spent madeInside() {
      return new Spent(call, tenant, day, usage, isPriced, cost, true);
    }
  }

  void begin(ModelCall call, String tenant, Instant now, @Nullable Money reserved) {
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    calls.put(call.id(), new Spent(call, tenant, day, ONE, true, reserved, false));
  }

  void end(ModelCall call, Usage usage, Charge charge) {
    calls.computeIfPresent(
        call.id(),
        (_, it) ->
            switch (charge) {
              case Charge.Priced(var cost, _) -> it.ended(usage, true, cost);
              case Charge.Free() -> it.ended(usage, true, null);
              case Charge.Inside() -> it.ended(usage, true, null).madeInside();
              case Charge.Unpriced _ -> it.ended(usage, false, null);
            });
  }

  void endUnseen(ModelCall call) {
    calls.computeIfPresent(call.id(), (_, it) -> it.ended(ONE, it.cost() != null, it.cost()));
  }

  Usage ofProject(UUID project) {
    Usage all =
        calls.values().stream()
            .filter(it -> it.call().project().equals(project))
            .map(Spent::usage)
            .reduce(Usage.NONE, Usage::plus);
    return new Usage(all.calls(), all.inputTokens(), all.outputTokens());
  }

  /** All of them. */
  public List<Spent> rows() {
    return new ArrayList<>(calls.values());
  }
}
