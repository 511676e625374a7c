package dev.tercet.storage.postgres;

import dev.tercet.embedded.PostgresAddress;
import dev.tercet.testkit.contract.ConversionStoreContract;
import dev.tercet.testkit.contract.Ledger;

class PostgresConversionsTest extends ConversionStoreContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
