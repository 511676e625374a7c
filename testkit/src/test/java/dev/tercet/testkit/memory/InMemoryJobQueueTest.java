package dev.tercet.testkit.memory;

import dev.tercet.testkit.contract.JobQueueContract;
import dev.tercet.testkit.contract.Queues;

class InMemoryJobQueueTest extends JobQueueContract {
  @Override
  protected Queues freshQueues() {
    return new QueuesInMemory(queue -> queue);
  }
}
