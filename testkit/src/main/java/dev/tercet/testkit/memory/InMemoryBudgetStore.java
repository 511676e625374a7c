package dev.tercet.testkit.memory;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Project;
import dev.tercet.saga.money.Admission;
import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.Budget.Outlay;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.BudgetStore;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.Standing;
import dev.tercet.saga.money.Standing.Turns;
import dev.tercet.saga.provider.ProviderState;
import dev.tercet.saga.provider.Trouble;
import dev.tercet.testkit.memory.table.SpendTables.Spent;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Budgets, and what the ledger says was spent under them. */
final class InMemoryBudgetStore implements BudgetStore {
  private final Tables tables;

  InMemoryBudgetStore(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Standing find(BudgetScope scope) {
    return tables.transact(
        () -> standing(scope, tables.spend.spent().budgets.getOrDefault(scope, Budget.NONE)));
  }

  @Override
  public Standing put(BudgetScope scope, Budget budget) {
    return tables.transact(() -> {
      if (budget.isNone()) {
        tables.spend.spent().budgets.remove(scope);
      } else {
        tables.spend.spent().budgets.put(scope, budget);
      }
      new InMemoryProviderStates(tables).resumed(scope.awaited());
      return find(scope);
    });
  }

  /** Whether the call may begin; what is expected of it is for whoever notes it. */
  Optional<Admission.Refusal> admit(ModelCall call, @Nullable Money expected) {
    List<BudgetScope> scopes =
        scopes(call).stream().filter(tables.spend.spent().budgets::containsKey).toList();
    Optional<Admission.Refusal> refusal =
        new Admission(scopes.stream().map(this::find).toList()).admit(scopes, expected);
    refusal.ifPresent(it -> close(it.scope(), it.rest()));
    return refusal;
  }

  /** Whether money has to be reserved for it. */
  boolean boundsMoney(ModelCall call) {
    return scopes(call).stream()
        .map(tables.spend.spent().budgets::get)
        .anyMatch(it -> it != null && it.currency() != null);
  }

  private List<BudgetScope> scopes(ModelCall call) {
    Project project = Objects.requireNonNull(tables.projects.get(call.project()));
    return List.of(
        new BudgetScope.Installation(),
        new BudgetScope.OfTenant(project.tenant()),
        new BudgetScope.OfProject(project.id()));
  }

  private void close(BudgetScope scope, Duration rest) {
    ProviderState was =
        tables.providers.states.getOrDefault(
            scope.awaited(), ProviderState.open(scope.awaited(), tables.now()));
    was.troubled(
            was.version(),
            Trouble.LIMITED,
            "the budget is spent",
            tables.now().plus(rest),
            tables.now())
        .ifPresent(it -> tables.providers.states.put(scope.awaited(), it));
    tables.providers.hastening.remove(scope.awaited());
  }

  private Standing standing(BudgetScope scope, Budget budget) {
    var now = tables.now().atOffset(ZoneOffset.UTC);
    LocalDate today = now.toLocalDate();
    LocalDate month = today.withDayOfMonth(1);
    List<Spent> spent =
        tables.spend.spent().rows().stream()
            .filter(it -> !it.isInside() && isIn(it, scope))
            .filter(it -> !it.day().isBefore(month))
            .toList();
    List<Spent> ofToday = spent.stream().filter(it -> it.day().equals(today)).toList();
    return new Standing(
        scope,
        budget,
        new Outlay(
            ofToday.stream().mapToLong(it -> it.usage().calls()).sum(),
            nanos(ofToday, budget.currency()),
            nanos(spent, budget.currency())),
        new Turns(
            now.toInstant(),
            today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC),
            month.plusMonths(1).atStartOfDay().toInstant(ZoneOffset.UTC)));
  }

  private boolean isIn(Spent spent, BudgetScope scope) {
    return switch (scope) {
      case BudgetScope.Installation() -> true;
      case BudgetScope.OfTenant(var tenant) -> spent.tenant().equals(tenant);
      case BudgetScope.OfProject(var project) -> spent.call().project().equals(project);
    };
  }

  private static long nanos(List<Spent> spent, @Nullable String currency) {
    return spent.stream()
        .map(Spent::cost)
        .filter(it -> it != null && it.currency().equals(currency))
        .mapToLong(it -> Objects.requireNonNull(it).nanos().longValueExact())
        .sum();
  }
}
