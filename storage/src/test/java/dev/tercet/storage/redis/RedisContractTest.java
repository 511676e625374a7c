package dev.tercet.storage.redis;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.testkit.contract.JobQueueContract;
import dev.tercet.testkit.contract.Queues;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

class RedisContractTest extends JobQueueContract {

  @Override
  protected Queues freshQueues() {
    var redis = new TestRedis();
    JobQueue queue = redis.queue();
    return new Queues() {
      @Override
      public JobQueue queue() {
        return queue;
      }

      @Override
      public void loseEverything() {
        redis.lose();
      }

      @Override
      public void acknowledgeEverything() {
        redis.acknowledgeEverything();
      }

      @Override
      public void letAMomentPass() {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }

      @Override
      public void close() {
        redis.close();
      }
    };
  }
}
