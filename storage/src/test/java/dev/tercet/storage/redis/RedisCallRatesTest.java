package dev.tercet.storage.redis;

import dev.tercet.saga.port.CallRates;
import dev.tercet.testkit.contract.CallRatesContract;
import dev.tercet.testkit.contract.SharedRates;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

class RedisCallRatesTest extends CallRatesContract {
  @Override
  protected SharedRates freshRates() {
    var redis = new TestRedis();
    CallRates rates = redis.stores(redis.settings()).callRates();
    return new SharedRates() {
      @Override
      public CallRates rates() {
        return rates;
      }

      @Override
      public CallRates ofAnotherProcess() {
        return redis.stores(redis.settings()).callRates();
      }

      @Override
      public void loseEverything() {
        redis.lose();
      }

      @Override
      public void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
      }

      @Override
      public void close() {
        redis.close();
      }
    };
  }
}
