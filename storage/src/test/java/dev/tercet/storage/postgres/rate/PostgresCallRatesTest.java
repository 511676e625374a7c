package dev.tercet.storage.postgres.rate;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.port.CallRates;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.contract.CallRatesContract;
import dev.tercet.testkit.contract.SharedRates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

class PostgresCallRatesTest extends CallRatesContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected SharedRates freshRates() {
    var ledger = new LedgerUnderTest(DATABASE);
    List<LedgerUnderTest> others = new ArrayList<>();
    return new SharedRates() {
      @Override
      public CallRates rates() {
        return ledger.callRates();
      }

      @Override
      public CallRates ofAnotherProcess() {
        others.add(ledger.ofAnotherProcess());
        return others.getLast().callRates();
      }

      @Override
      public void loseEverything() {
        ledger.execute("TRUNCATE call_rate");
      }

      @Override
      public void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
      }

      @Override
      public void close() {
        others.forEach(LedgerUnderTest::close);
        ledger.close();
      }
    };
  }
}
