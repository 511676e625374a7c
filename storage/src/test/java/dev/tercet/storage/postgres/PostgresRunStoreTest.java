package dev.tercet.storage.postgres;

import dev.tercet.embedded.PostgresAddress;
import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.RunStoreContract;

class PostgresRunStoreTest extends RunStoreContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
