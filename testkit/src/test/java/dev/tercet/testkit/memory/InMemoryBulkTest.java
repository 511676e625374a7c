package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.BulkStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryBulkTest extends BulkStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
