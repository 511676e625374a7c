package dev.tercet.storage.postgres.bulk;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.contract.BulkStoreContract;
import dev.tercet.testkit.contract.Ledger;

class PostgresBulkStoreTest extends BulkStoreContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
