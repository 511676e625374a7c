package dev.tercet.recovery.plan;

import dev.tercet.saga.port.LedgerAudit.DeadClaim;
import dev.tercet.saga.port.LedgerAudit.OrphanRow;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.port.OrphanStore.Orphan;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import java.util.UUID;

/**
 * One thing to be done. Applying it is guarded, so that a repair that came too late changes
 * nothing.
 */
public sealed interface Repair {

  /** Put the hint into its queue, and note where. */
  record Publish(Hint hint, QueueName queue) implements Repair {}

  /**
   * Publish again, if the row still waits for that message.
   *
   * @param stands the old message stands there, and goes
   */
  record Republish(QueuedRow row, boolean stands) implements Repair {}

  /** Publish with the row's epoch, then settle the stranded message. */
  record Requeue(Delivery stranded, Hint hint) implements Repair {}

  /** Take the claim back, looking again first. */
  record Release(DeadClaim claim) implements Repair {}

  /** Embed the stored passage again and write its point at this epoch. */
  record Restore(PointRow row, long epoch) implements Repair {}

  /** Quarantine the point, or remove it when it was first seen long enough ago. */
  record Evict(Orphan orphan) implements Repair {}

  /** Remove the points and confirm that they are gone. */
  record Remove(UUID extraction) implements Repair {}

  /** Drop the rows, looking again first. */
  record Drop(OrphanRow row) implements Repair {}
}
