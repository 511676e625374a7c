package dev.tercet.testkit.memory;

import dev.tercet.saga.JobQueue;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.contract.JobQueueContract;
import dev.tercet.testkit.contract.Queues;
import java.time.Duration;

class InMemoryJobQueueTest extends JobQueueContract {
  @Override
  protected Queues freshQueues() {
    return new QueuesInMemory();
  }

  private static final class QueuesInMemory implements Queues {
    private final SettableClock clock = new SettableClock();
    private final InMemoryJobQueue queue = new InMemoryJobQueue(clock);

    @Override
    public JobQueue queue() {
      return queue;
    }

    @Override
    public void loseEverything() {
      queue.flushAll();
    }

    @Override
    public void letAMomentPass() {
      clock.advance(Duration.ofMillis(5));
    }

    @Override
    public void close() {}
  }
}
