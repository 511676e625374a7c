package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.BatchStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryBatchesTest extends BatchStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
