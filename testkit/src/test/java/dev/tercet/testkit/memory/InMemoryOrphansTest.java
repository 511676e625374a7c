package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.OrphanStoreContract;

class InMemoryOrphansTest extends OrphanStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
