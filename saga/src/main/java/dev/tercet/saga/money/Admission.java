package dev.tercet.saga.money;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls in one after the other, as far as their budgets go, while nobody else does
 * (docs/protocol.md §14). Pure: for one thread that holds the budgets.
 */
public final class Admission {
  private final Map<BudgetScope, Standing> standings = new HashMap<>();

  /** The budgets as they stand before the first call. */
  public Admission(Collection<Standing> held) {
    held.forEach(it -> standings.put(it.scope(), it));
  }

  /** A spent budget, and how long it will be. */
  public record Refusal(BudgetScope scope, Duration rest) {}

  /**
   * Counts the call in every budget that bounds it, or in none.
   *
   * @param reserved what it is expected to cost; null when that is not known
   * @return the budget that is spent, of several the one that is for longest; empty when it may
   *     begin
   */
  public Optional<Refusal> admit(Collection<BudgetScope> scopes, @Nullable Money reserved) {
    List<Standing> bounding = scopes.stream().map(standings::get).filter(Objects::nonNull).toList();
    Refusal refusal = null;
    for (Standing standing : bounding) {
      Duration rest = standing.rest().orElse(null);
      if (rest != null && (refusal == null || rest.compareTo(refusal.rest()) > 0)) {
        refusal = new Refusal(standing.scope(), rest);
      }
    }
    if (refusal == null) {
      bounding.forEach(it -> standings.put(it.scope(), it.plusCall(nanos(it, reserved))));
    }
    return Optional.ofNullable(refusal);
  }

  private static long nanos(Standing standing, @Nullable Money reserved) {
    return reserved != null && reserved.currency().equals(standing.budget().currency())
        ? reserved.nanos().longValueExact()
        : 0;
  }

  /** Whether any of these budgets bounds money, so that something has to be reserved. */
  public boolean boundsMoney(Collection<BudgetScope> scopes) {
    return scopes.stream()
        .map(standings::get)
        .anyMatch(it -> it != null && it.budget().currency() != null);
  }
}
