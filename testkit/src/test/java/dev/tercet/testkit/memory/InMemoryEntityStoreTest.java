package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.EntityStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryEntityStoreTest extends EntityStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
