package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.CollectionStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryCollectionsTest extends CollectionStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
