package dev.tercet.recovery.plan;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.LedgerAudit.DeadClaim;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.port.LedgerAudit.OrphanRow;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.queue.Delivery;
import org.jspecify.annotations.Nullable;

/** What a detector saw in two stores side by side, before anything is decided. */
public sealed interface Observation {

  /** A row that has been due for a while. */
  record Overdue(Due due) implements Observation {}

  /**
   * A queued row whose message nobody will be given.
   *
   * @param stands its message stands in its queue still
   */
  record Lost(QueuedRow row, boolean stands) implements Observation {}

  /** A delivered message that nobody settled, and its row if there is one. */
  record Unsettled(Delivery delivery, @Nullable ExtractionStanding standing)
      implements Observation {}

  /** A claim whose holder looks dead or late. */
  record Holder(DeadClaim claim) implements Observation {}

  /** A row with an {@code embedding_id}, and the point of that id. */
  record RowAndPoint(PointRow row, @Nullable StoredPoint point, boolean refilling)
      implements Observation {}

  /**
   * A point that no row of the living or of those under way names, and what is known of its
   * extraction.
   *
   * @param named whether a row named it after the standing was read
   */
  record PointAlone(StoredPoint point, @Nullable ExtractionStanding standing, boolean named)
      implements Observation {}

  /** A removal whose points were not confirmed absent. */
  record Unremoved(Removal removal) implements Observation {}

  /** Rows whose extraction is gone, or an entity that nothing mentions. */
  record LeftOver(OrphanRow row) implements Observation {}
}
