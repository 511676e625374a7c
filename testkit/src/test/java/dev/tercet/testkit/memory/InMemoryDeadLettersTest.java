package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.DeadLettersContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryDeadLettersTest extends DeadLettersContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
