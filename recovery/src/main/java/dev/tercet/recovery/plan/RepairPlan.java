package dev.tercet.recovery.plan;

import dev.tercet.recovery.plan.Observation.Holder;
import dev.tercet.recovery.plan.Observation.LeftOver;
import dev.tercet.recovery.plan.Observation.Lost;
import dev.tercet.recovery.plan.Observation.Overdue;
import dev.tercet.recovery.plan.Observation.PointAlone;
import dev.tercet.recovery.plan.Observation.RowAndPoint;
import dev.tercet.recovery.plan.Observation.Unremoved;
import dev.tercet.recovery.plan.Observation.Unsettled;
import dev.tercet.recovery.plan.Repair.Drop;
import dev.tercet.recovery.plan.Repair.Evict;
import dev.tercet.recovery.plan.Repair.Publish;
import dev.tercet.recovery.plan.Repair.Release;
import dev.tercet.recovery.plan.Repair.Remove;
import dev.tercet.recovery.plan.Repair.Republish;
import dev.tercet.recovery.plan.Repair.Requeue;
import dev.tercet.recovery.plan.Repair.Restore;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Point;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.OrphanStore.Orphan;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.queue.Hint;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an observation means. Pure: no store, no clock; a table test goes through every
 * case.
 */
public final class RepairPlan {
  private final UUID owner;

  /**
   * @param owner the id of this installation; a point that carries another one is stale
   */
  public RepairPlan(UUID owner) {
    this.owner = owner;
  }

  /** The finding, or empty when the stores agree or the saga is still under way. */
  public Optional<Finding> decide(Observation observation) {
    return switch (observation) {
      case Overdue(var due) -> found(Drift.UNPUBLISHED, new Publish(due.hint(), due.queue()));
      case Lost(var row, var stands) -> found(Drift.LOST_MESSAGE, new Republish(row, stands));
      case Unsettled(var delivery, var standing) ->
          unsettled(delivery.hint(), standing)
              .flatMap(hint -> found(Drift.STRANDED_MESSAGE, new Requeue(delivery, hint)));
      case Holder(var claim) -> found(Drift.DEAD_CLAIM, new Release(claim));
      case RowAndPoint(var row, var point, var refilling) -> compared(row, point, refilling);
      case PointAlone(var point, var standing, var named) -> alone(point, standing, named);
      case Unremoved(var removal) ->
          found(Drift.UNFINISHED_REMOVAL, new Remove(removal.extraction()));
      case LeftOver(var row) -> found(Drift.ROW_WITHOUT_EXTRACTION, new Drop(row));
    };
  }

  private static Optional<Finding> found(Drift drift, Repair repair) {
    return Optional.of(new Finding(drift, repair));
  }

  /**
   * Only a row that still waits needs its message; any other stranded message is waste that its
   * taker settles.
   */
  private static Optional<Hint> unsettled(Hint stranded, @Nullable ExtractionStanding standing) {
    if (standing == null) {
      return Optional.empty();
    }
    return switch (standing.status()) {
      case PENDING, QUEUED -> Optional.of(new Hint(stranded.extraction(), standing.epoch()));
      case PROCESSING, DONE, FAILED, CANCELLED, SUPERSEDED, DELETING -> Optional.empty();
    };
  }

  private Optional<Finding> compared(PointRow row, @Nullable StoredPoint point, boolean refilling) {
    if (!row.living() && (!refilling || row.status().losesPoints())) {
      return Optional.empty();
    }
    if (point == null) {
      return found(Drift.MISSING_POINT, new Restore(row, row.epoch()));
    }
    Point.Payload payload = point.payload();
    if (payload == null || !owner.equals(point.owner())) {
      return found(
          Drift.STALE_POINT,
          new Restore(row, Math.max(row.epoch(), payload == null ? 0 : payload.epoch())));
    }
    // the epoch is a fence, not content: a restored ledger may lag behind its points
    return payload.equals(row.payload(payload.epoch()))
        ? Optional.empty()
        : found(Drift.STALE_POINT, new Restore(row, Math.max(row.epoch(), payload.epoch())));
  }

  private Optional<Finding> alone(
      StoredPoint point, @Nullable ExtractionStanding standing, boolean named) {
    if (!owner.equals(point.owner())) {
      return Optional.empty();
    }
    if (standing == null) { // or it cannot be told whose it is
      return named ? Optional.empty() : orphan(point);
    }
    if (!standing.status().losesPoints()) {
      // a former cut's, or one that was written after its row had gone: searches would meet it
      return standing.status().isInFlight() || named ? Optional.empty() : orphan(point);
    }
    return switch (standing.removalState()) {
      case NO -> orphan(point);
      case OPEN -> Optional.empty(); // the removal itself is the finding
      // written by a worker that died before it could look at its row again
      case CONFIRMED -> found(Drift.UNFINISHED_REMOVAL, new Remove(standing.extraction()));
    };
  }

  private static Optional<Finding> orphan(StoredPoint point) {
    Point.Payload payload = point.payload();
    UUID extraction = payload == null ? new UUID(0, 0) : payload.extraction();
    long epoch =
        payload == null
            ? Long.MAX_VALUE
            : payload.epoch(); // a damaged payload has no epoch to fence by
    return found(Drift.ORPHAN_POINT, new Evict(new Orphan(point.id(), extraction, epoch)));
  }
}
