package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.ProviderStatesContract;

class InMemoryProviderStatesTest extends ProviderStatesContract {
  @Override
  protected Ledger freshLedger() {
    return new LedgerInMemory();
  }
}
