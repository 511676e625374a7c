package dev.tercet.storage.postgres;

import dev.tercet.embedded.PostgresAddress;
import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.RetentionStoreContract;

class PostgresRetentionStoreTest extends RetentionStoreContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
