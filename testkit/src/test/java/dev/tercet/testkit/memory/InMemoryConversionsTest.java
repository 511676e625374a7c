package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.ConversionStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryConversionsTest extends ConversionStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
