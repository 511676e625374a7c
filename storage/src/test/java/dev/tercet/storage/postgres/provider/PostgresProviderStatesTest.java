package dev.tercet.storage.postgres.provider;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.ProviderStatesContract;

class PostgresProviderStatesTest extends ProviderStatesContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
