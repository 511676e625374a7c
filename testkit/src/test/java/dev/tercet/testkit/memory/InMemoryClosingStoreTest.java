package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.ClosingStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryClosingStoreTest extends ClosingStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
