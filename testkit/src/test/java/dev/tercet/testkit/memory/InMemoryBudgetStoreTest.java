package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.BudgetStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryBudgetStoreTest extends BudgetStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
