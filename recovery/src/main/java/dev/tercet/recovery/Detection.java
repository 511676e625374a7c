package dev.tercet.recovery;

import dev.tercet.recovery.detect.BucketCursor;
import dev.tercet.recovery.detect.ClaimDetector;
import dev.tercet.recovery.detect.CollectionWatch;
import dev.tercet.recovery.detect.Detector;
import dev.tercet.recovery.detect.PointDetector;
import dev.tercet.recovery.detect.PositiveControls;
import dev.tercet.recovery.detect.QueueDetector;
import dev.tercet.recovery.detect.RemovalDetector;
import dev.tercet.recovery.detect.RowDetector;
import dev.tercet.recovery.detect.StrandedDetector;
import dev.tercet.recovery.detect.UnderWayDetector;
import dev.tercet.recovery.detect.UnnamedPoints;
import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.saga.Drift;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.IndexMissingException;
import dev.tercet.saga.port.RunStore.Numbered;
import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first part of a run: reads the stores, and finds out whether what they say of orphans may be
 * believed. A store that is away is named, and the others are read.
 */
final class Detection {
  private static final Logger LOG = LoggerFactory.getLogger(Detection.class);

  private final List<Detector> detectors;
  private final PositiveControls controls;
  private final CollectionWatch collection;
  private final RecoveryMetrics metrics;

  /**
   * Every kind of drift has its detector, but a missing collection, which is seen before.
   *
   * @param buckets whose turn it is
   * @param collection the one in use
   */
  Detection(
      RecoveryPorts ports,
      RecoverySettings settings,
      RepairPlan plan,
      BucketCursor buckets,
      CollectionWatch collection,
      RecoveryMetrics metrics) {
    LedgerAudit ledger = ports.ledger();
    var unnamedPoints =
        new UnnamedPoints(ledger, ports.points(), ports.orphans(), plan, settings.grace());
    controls = new PositiveControls(ports, unnamedPoints, settings.restoreGrace());
    this.collection = collection;
    this.metrics = metrics;
    detectors =
        List.of(
            new UnderWayDetector(
                ledger,
                List.of(
                    new ClaimDetector(ledger, plan, settings.lease()),
                    new RemovalDetector(ports.removals(), plan),
                    new QueueDetector(ledger, ports.queue(), plan, settings))),
            new StrandedDetector(ledger, ports.queue(), plan, settings.strandedIdle()),
            new RowDetector(ledger, plan),
            new PointDetector(ports, settings.grace(), plan, unnamedPoints, buckets));
  }

  /** Notes whether Postgres has gone back since the last run or start of a process. */
  void start() {
    metrics.wentBack(controls.start().wentBackAt() != null);
  }

  /**
   * What was read, beside the findings.
   *
   * @param opened the collection as it was when the run began
   * @param number of the run; null when it compares no points, or a store was away
   * @param unread what could not be read, one sentence per store
   */
  record Detected(Opened opened, @Nullable Numbered number, List<String> unread) {}

  /**
   * The collection as it was when the run began.
   *
   * @param missing it was not there
   * @param collection what is recorded of it now; null when no points are compared, it is not ours,
   *     or a store was away
   */
  record Opened(boolean missing, @Nullable CollectionRecord collection) {
    boolean isEmptyYet() {
      return missing || (collection != null && collection.refilling());
    }
  }

  Detected detect(RecoveryRequest request, Findings findings) {
    List<String> unread = new ArrayList<>();
    Opened opened = open(request, findings, unread);
    findings.of(opened.collection());
    Numbered number = number(request, opened, findings, unread);
    for (Detector detector : detectors) {
      try {
        detector.detect(request, findings);
      } catch (StoreUnavailableException e) {
        unread.add(away(e));
      } catch (CollectionMissingException e) {
        unread.add("QDRANT has no collection: " + e.getMessage());
      } catch (IndexMissingException e) {
        unread.add("QDRANT cannot count points yet: " + e.getMessage());
        completeCollection(request, unread);
      } catch (CancellationException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.error("A comparison failed; the others go on", e);
        unread.add(
            "a comparison failed with %s: the log says more"
                .formatted(e.getClass().getSimpleName()));
      }
    }
    doubtOrphans(request, number, findings);
    return new Detected(opened, number, unread);
  }

  /**
   * A collection that is missing, or of which there is no record, is created before its points are
   * compared, so that they are found missing and come back. While it is not known whether it is
   * being refilled, no points are compared.
   */
  private Opened open(RecoveryRequest request, Findings findings, List<String> unread) {
    if (request.depth() == Depth.QUEUES) {
      return new Opened(false, null);
    }
    try {
      boolean missing = collection.isMissing();
      if (missing) {
        findings.count(Drift.COLLECTION_MISSING, 1);
      }
      CollectionRecord known = missing && !request.dryRun() ? null : collection.record();
      if (known == null && !request.dryRun()) {
        collection.ensure();
        known = collection.record();
      }
      return new Opened(missing, known);
    } catch (StoreUnavailableException e) {
      unread.add(away(e));
      findings.leavePoints();
      return new Opened(false, null);
    }
  }

  /** Makes the index by which points are counted. Nothing was compared; the next run has it. */
  private void completeCollection(RecoveryRequest request, List<String> unread) {
    if (request.dryRun()) {
      return;
    }
    try {
      collection.ensure();
    } catch (StoreUnavailableException e) {
      unread.add(away(e));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("The collection cannot be completed; the others go on", e);
      unread.add("the collection cannot be completed: " + e.getMessage());
    }
  }

  /**
   * The run's number; null when it compares no points, or a store was away. What it says of
   * Postgres holds for the whole run.
   */
  private @Nullable Numbered number(
      RecoveryRequest request, Opened opened, Findings findings, List<String> unread) {
    if (request.depth() == Depth.QUEUES) {
      return null;
    }
    try {
      Numbered number = request.dryRun() ? controls.look() : controls.begin();
      Instant wentBackAt = number.wentBackAt();
      metrics.wentBack(wentBackAt != null);
      if (wentBackAt != null && !request.force()) {
        findings.letOrphansWait(
            "Postgres is older than its newest run, as after a restore (seen at %s): orphan points wait until %s, or for a run with force"
                .formatted(wentBackAt, controls.waitsUntil(wentBackAt)));
      } else if (!request.dryRun() && controls.wasLost()) {
        findings.letOrphansWait("the sentinel of earlier runs was not there");
      } else if (opened.isEmptyYet()) {
        findings.letOrphansWait("the collection is being refilled");
      }
      return number;
    } catch (StoreUnavailableException e) {
      unread.add(away(e));
      findings.letOrphansWait("it is not known whether Postgres has gone back");
      return null;
    }
  }

  private void doubtOrphans(RecoveryRequest request, @Nullable Numbered number, Findings findings) {
    if (number == null || findings.found(Drift.ORPHAN_POINT) == 0) {
      return;
    }
    try {
      String doubt = controls.doubt(request.dryRun() ? null : number, findings.confirmed());
      if (doubt != null) {
        findings.letOrphansWait(doubt + ": orphan points wait for the next run");
      }
    } catch (StoreUnavailableException | CollectionMissingException e) {
      findings.letOrphansWait("it could not be looked whether they are: " + e.getMessage());
    }
  }

  private static String away(StoreUnavailableException e) {
    return e.store() + " is away: " + e.getMessage();
  }
}
