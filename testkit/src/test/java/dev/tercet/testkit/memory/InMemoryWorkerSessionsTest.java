package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.WorkerSessionsContract;

class InMemoryWorkerSessionsTest extends WorkerSessionsContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
