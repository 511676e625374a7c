package dev.tercet.storage.postgres;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.port.AnswerStore.Asker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Begins calls under budgets of every kind, and asks how they stand. */
final class EveryBudget {
  private static final Usage EXPECTED = new Usage(1, 1_000, 50);

  private final LedgerUnderTest ledger;
  private final int turn;

  /**
   * @param turn how often this was played before
   */
  EveryBudget(LedgerUnderTest ledger, int turn) {
    this.ledger = ledger;
    this.turn = turn;
  }

  /** Differences are few in a ledger that somebody folds, as few as are made in some seconds. */
  void play() {
    for (String table : new String[] {"spend_difference", "cost_difference"}) {
      ledger.execute(
          "DELETE FROM %1$s WHERE id > (SELECT min(id) + 1500 FROM %1$s)".formatted(table));
    }
    UUID project = LargeLedger.id(1);
    String tenant =
        ledger.column("SELECT tenant FROM project WHERE id = '%s'".formatted(project)).getFirst();
    List<BudgetScope> scopes =
        List.of(
            new BudgetScope.Installation(),
            new BudgetScope.OfTenant(tenant),
            new BudgetScope.OfProject(project));
    for (BudgetScope scope : scopes) {
      ledger.budgets().put(scope, new Budget(new Money(1L << 60, "USD"), null, 1L << 40));
      ledger.budgets().find(scope);
    }
    begin(project, 1);
    ledger.budgets().put(scopes.getLast(), new Budget(null, null, 0L));
    begin(project, 2);
    scopes.forEach(it -> ledger.budgets().put(it, Budget.NONE));
  }

  private void begin(UUID project, int n) {
    var id = new UUID(1L << 62 | 0x7000L, 0xA000000000000000L | (100L * turn + n));
    ledger
        .answers()
        .started(
            new ModelCall(
                id, project, id, 0, 1, "provider", "model", Fingerprint.of("budget " + id)),
            new Asker(id, Duration.ofMinutes(5), EXPECTED));
  }
}
