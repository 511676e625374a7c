package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.RemovalStoreContract;

class InMemoryRemovalsTest extends RemovalStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
