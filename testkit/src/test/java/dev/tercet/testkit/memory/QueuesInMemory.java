package dev.tercet.testkit.memory;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.contract.Queues;
import dev.tercet.testkit.memory.queue.InMemoryJobQueue;
import dev.tercet.testkit.memory.queue.Mishap;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The queues in memory, as the contract wants them; possibly behind something that breaks them. */
public final class QueuesInMemory implements Queues {
  private final SettableClock clock = new SettableClock();
  private final InMemoryJobQueue real = new InMemoryJobQueue(clock);
  private final JobQueue queue;

  public QueuesInMemory(UnaryOperator<JobQueue> around) {
    queue = around.apply(real);
  }

  @Override
  public JobQueue queue() {
    return queue;
  }

  @Override
  public void loseEverything() {
    real.flushAll();
  }

  @Override
  public void acknowledgeEverything() {
    real.suffer(Mishap.ACKNOWLEDGED);
  }

  @Override
  public void letAMomentPass() {
    clock.advance(Duration.ofMillis(5));
  }

  @Override
  public void close() {}
}
