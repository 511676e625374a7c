package dev.tercet.storage.postgres.queue;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.testkit.contract.JobQueueContract;
import dev.tercet.testkit.contract.Queues;

class PostgresQueueContractTest extends JobQueueContract {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  @Override
  protected Queues freshQueues() {
    return new QueueTables(new LedgerUnderTest(DATABASE));
  }
}
