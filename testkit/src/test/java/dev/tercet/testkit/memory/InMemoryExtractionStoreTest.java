package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.ExtractionStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryExtractionStoreTest extends ExtractionStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
