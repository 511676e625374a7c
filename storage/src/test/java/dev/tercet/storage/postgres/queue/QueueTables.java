package dev.tercet.storage.postgres.queue;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.testkit.contract.Queues;

/** The queues of a ledger under test. */
final class QueueTables implements Queues {
  private final LedgerUnderTest ledger;

  QueueTables(LedgerUnderTest ledger) {
    this.ledger = ledger;
  }

  @Override
  public JobQueue queue() {
    return ledger.queue();
  }

  /** As a crash of the server does. */
  @Override
  public void loseEverything() {
    ledger.execute("TRUNCATE queue_message, queue_marker RESTART IDENTITY");
  }

  @Override
  public void acknowledgeEverything() {
    ledger.execute("UPDATE queue_message SET session = NULL WHERE delivered_at IS NOT NULL");
  }

  @Override
  public void letAMomentPass() {
    ledger.letAMomentPass();
  }

  @Override
  public void close() {
    ledger.close();
  }
}
