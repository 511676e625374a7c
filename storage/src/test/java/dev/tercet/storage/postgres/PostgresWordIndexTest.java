package dev.tercet.storage.postgres;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.WordIndexContract;

class PostgresWordIndexTest extends WordIndexContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
