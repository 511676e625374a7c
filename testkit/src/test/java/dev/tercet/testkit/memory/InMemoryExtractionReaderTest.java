package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.ExtractionReaderContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryExtractionReaderTest extends ExtractionReaderContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
