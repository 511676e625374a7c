package dev.tercet.storage.postgres.schedule;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.ScheduleStoreContract;

class PostgresScheduleStoreTest extends ScheduleStoreContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
