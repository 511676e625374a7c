package dev.tercet.testkit.memory.queue;

import dev.tercet.testkit.contract.JobQueueContract;
import dev.tercet.testkit.contract.Queues;
import dev.tercet.testkit.memory.QueuesInMemory;

class InMemoryJobQueueTest extends JobQueueContract {
  @Override
  protected Queues freshQueues() {
    return new QueuesInMemory(queue -> queue);
  }
}
