package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.AnswerStoreContract;
import dev.tercet.testkit.contract.Ledger;

class InMemoryAnswerStoreTest extends AnswerStoreContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
