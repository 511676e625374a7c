package dev.tercet.storage.postgres;

import dev.tercet.embedded.PostgresAddress;
import dev.tercet.testkit.contract.ClaimReaperContract;
import dev.tercet.testkit.contract.Ledger;

class PostgresClaimReaperTest extends ClaimReaperContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Ledger freshLedger() {
    return new LedgerUnderTest(DATABASE);
  }
}
