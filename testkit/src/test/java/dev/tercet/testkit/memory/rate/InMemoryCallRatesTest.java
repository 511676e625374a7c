package dev.tercet.testkit.memory.rate;

import dev.tercet.saga.port.CallRates;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.contract.CallRatesContract;
import dev.tercet.testkit.contract.SharedRates;
import java.time.Duration;

class InMemoryCallRatesTest extends CallRatesContract {
  @Override
  protected SharedRates freshRates() {
    var clock = new SettableClock();
    var rates = new InMemoryCallRates(clock);
    return new SharedRates() {
      @Override
      public CallRates rates() {
        return rates;
      }

      @Override
      public CallRates ofAnotherProcess() {
        return rates;
      }

      @Override
      public void loseEverything() {
        rates.flushAll();
      }

      @Override
      public void pass(Duration time) {
        clock.advance(time);
      }

      @Override
      public void close() {}
    };
  }
}
