package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.ClaimReaperContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryClaimReaperTest extends ClaimReaperContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
