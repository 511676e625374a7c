package dev.tercet.storage.postgres.bulk;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.contract.DeadLettersContract;
import dev.tercet.testkit.contract.Ledger;

class PostgresDeadLettersTest extends DeadLettersContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
