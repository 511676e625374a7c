package dev.tercet.storage.postgres;

import dev.tercet.embedded.PostgresAddress;
import dev.tercet.testkit.contract.ExtractionStoreContract;
import dev.tercet.testkit.contract.Ledger;

class PostgresExtractionStoreTest extends ExtractionStoreContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
