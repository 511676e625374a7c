package dev.tercet.storage.postgres.closing;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.contract.ClosingStoreContract;
import dev.tercet.testkit.contract.Ledger;

class PostgresClosingStoreTest extends ClosingStoreContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
