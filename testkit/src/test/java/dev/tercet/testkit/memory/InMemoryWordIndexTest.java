package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.WordIndexContract;

class InMemoryWordIndexTest extends WordIndexContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
