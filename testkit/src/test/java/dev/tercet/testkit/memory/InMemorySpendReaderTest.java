package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.SpendReaderContract;

class InMemorySpendReaderTest extends SpendReaderContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
