package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.RecoveryStoreContract;

class InMemoryRecoveryStoreTest extends RecoveryStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
