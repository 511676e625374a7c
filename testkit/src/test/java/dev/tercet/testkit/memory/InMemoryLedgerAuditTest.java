package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.LedgerAuditContract;

class InMemoryLedgerAuditTest extends LedgerAuditContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
