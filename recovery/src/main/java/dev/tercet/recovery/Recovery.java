package dev.tercet.recovery;

import dev.tercet.recovery.detect.BucketCursor;
import dev.tercet.recovery.detect.CollectionWatch;
import dev.tercet.recovery.detect.IncarnationWatch;
import dev.tercet.recovery.model.KnownCollections;
import dev.tercet.recovery.model.ModelChange;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.recovery.plan.RepairPlan;
import dev.tercet.recovery.plan.RunningRun;
import dev.tercet.recovery.plan.RunsInProgress;
import dev.tercet.recovery.repair.ClaimReleaser;
import dev.tercet.recovery.repair.OrphanRemover;
import dev.tercet.recovery.repair.PointRestorer;
import dev.tercet.recovery.repair.RemovalRunner;
import dev.tercet.recovery.repair.RepairRun;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.time.Clocks;
import dev.tercet.saga.time.Cooldown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Recovery, wired: runs on request, and the bounded passes that the schedule repeats. A run is
 * {@link Reconciler}'s.
 */
public final class Recovery {
  private final RecoveryPorts ports;
  private final RecoverySettings settings;
  private final InstantSource wall;
  private final RecoveryMetrics metrics;
  private final ClaimReleaser claims;
  private final RemovalRunner removals;
  private final KnownCollections collections;
  private final CollectionWatch collection;
  private final Detection detection;
  private final ModelChange change;
  private final IncarnationWatch incarnation;
  private final RunsInProgress inProgress = new RunsInProgress();
  private final ExclusiveRuns runs;

  /** While it says so no point is written. */
  private volatile BooleanSupplier held = () -> false;

  /** A sweep that asks for a person's judgement does not come again at once. */
  private final Cooldown judgement;

  /** Between two sweeps that a change of the model asks for. */
  private final Cooldown comparison;

  /**
   * Recovery over these ports.
   *
   * @param json writes a report as the endpoint answers it, for {@link RunStore#ended}
   */
  public Recovery(
      RecoveryPorts ports,
      RecoverySettings settings,
      Clocks clocks,
      Function<RecoveryReport, String> json,
      RecoveryMetrics metrics) {
    this.ports = ports;
    this.settings = settings;
    this.metrics = metrics;
    wall = clocks.wall();
    judgement = new Cooldown(clocks.steady(), settings.interval());
    comparison = new Cooldown(clocks.steady(), settings.interval());
    incarnation = new IncarnationWatch(ports.queue());

    collections = new KnownCollections(ports.points(), ports.collections(), ports.opener());
    collection =
        new CollectionWatch(
            ports.points(), ports.collections(), ports.embedder(), ports.conversions());
    change =
        new ModelChange(
            ports, collections, collection, settings.interval(), clocks.steady(), this::isHeld);
    claims =
        new ClaimReleaser(ports.reaper(), ports.ledger(), settings.lease(), settings.maxCrashes());
    removals =
        new RemovalRunner(ports.removals(), collections::all, ports.queue(), settings.secondLook());

    // A run: detect, repair, remember.
    var plan = new RepairPlan(ports.owner());
    var buckets = new BucketCursor(ports.runs(), settings.interval(), settings.horizon());
    detection = new Detection(ports, settings, plan, buckets, collection, metrics);
    var repairs =
        new RepairRun(
            ports.extractions(),
            ports.queue(),
            claims,
            removals,
            new PointRestorer(ports.ledger(), ports.points(), ports.embedder(), this::isHeld),
            new OrphanRemover(ports.ledger(), ports.points(), ports.orphans(), plan));
    var verification = new Verification(ports.collections(), buckets, collection, metrics);
    var reconciler = new Reconciler(detection, repairs, verification, settings, inProgress, wall);
    runs = new ExclusiveRuns(reconciler, ports.runs(), metrics, json, settings.runs());
  }

  /**
   * Writes no point as long as this says so, such as while the disk is full: nothing is refilled,
   * restored or converted, and the sweep and the search index are put off. Claims, messages and
   * removals go on.
   */
  public void holdWhile(BooleanSupplier condition) {
    held = condition;
  }

  boolean isHeld() {
    return held.getAsBoolean();
  }

  /** Runs once; empty when another run on the same project (or another sweep) is in progress. */
  public Optional<RecoveryReport> run(RecoveryRequest request, UUID runId) {
    return runs.run(request, runId, null);
  }

  /**
   * Runs once on request, waiting up to {@code patience} for another run to end, or for one of the
   * runs that may be in progress at once; empty when none did.
   */
  public Optional<RecoveryReport> runWithin(
      Duration patience, RecoveryRequest request, UUID runId) {
    return runs.runWithin(patience, request, runId);
  }

  /**
   * Creates the collection if it is not there, and chooses it for all new points; run before any
   * worker starts. Notes whether Postgres has gone back since the last run or start.
   */
  public void ensureCollection() {
    collection.ensure();
    collection.choose();
    detection.start();
    metrics.verifiedThrough(ports.collections().verifiedThrough());
  }

  /**
   * After a change of the embedding model: brings one batch of saved passages to the new one, or
   * ends a collection that no row names any more. When every row is converted, a sweep compares
   * them first. Returns how many rows or points the batch held, 0 when nothing is to be done now.
   */
  public int convertOnce(Supplier<UUID> runIds) {
    int handled = change.convertOnce();
    if (handled == 0
        && change.isConverted()
        && collection.isRefilling()
        && !isHeld()
        && comparison.remaining().isZero()) {
      comparison.extend(settings.interval());
      run(RecoveryRequest.sweep(Depth.TRIAGE, settings.budget()), runIds.get());
      return change.convertOnce();
    }
    return handled;
  }

  /** Whether passages of other models are to be looked for, though no change is recorded. */
  boolean isConversionDue() {
    return change.isLookDue();
  }

  /** True when the collection in use is not there. */
  boolean isCollectionMissing() {
    return collection.isMissing();
  }

  /** The collection that answers come from: the former one until a change of the model is over. */
  public String readingCollection() {
    return collections.reading();
  }

  /** Whether this process does what the schedule repeats. */
  Election election() {
    return new Election(ports.runs());
  }

  /** Takes claims back from the dead; returns how many. */
  public int releaseOnce() {
    int released = claims.releaseOnce();
    metrics.released(released);
    return released;
  }

  /** Ends a batch of questions to the model that nobody freed in time; true when there are more. */
  public boolean endQuestionsOnce() {
    return claims.endQuestionsOnce();
  }

  /** Works on one page of what follows deleted projects; true when there may be more of it. */
  public boolean followOnce() {
    return removals.followOnce();
  }

  /** Folds a batch of the changes of the counts of statuses; true when there may be more. */
  public boolean foldOnce() {
    return ports.retention().foldCounts();
  }

  /** Works on one batch of removals; returns how many were due. */
  public int removeOnce() {
    return removals.removeOnce();
  }

  /**
   * A sweep over everything, if the last success is an interval ago; its report if one was made.
   */
  public Optional<RecoveryReport> sweepOnce(UUID runId) {
    return isSweepDue(ports.runs().tasks().sinceSuccess(RunStore.SWEEP))
        ? sweep(runId)
        : Optional.empty();
  }

  /** Whether one is due, when the last one succeeded so long ago by the database's clock. */
  boolean isSweepDue(@Nullable Duration sinceSweep) {
    return (sinceSweep == null || sinceSweep.compareTo(settings.interval()) >= 0)
        && judgement.remaining().isZero()
        && !isHeld();
  }

  /** A sweep over everything, now; its report unless another one is in progress. */
  Optional<RecoveryReport> sweep(UUID runId) {
    Optional<RecoveryReport> report =
        runs.run(RecoveryRequest.sweep(Depth.TRIAGE, settings.budget()), runId, RunStore.SWEEP);
    if (report.filter(it -> it.aborted() != null).isPresent()) {
      judgement.extend(settings.interval());
    }
    return report;
  }

  /**
   * Looks for a store that has lost its data: another incarnation of the queues brings every lost
   * message back at once, a missing collection is created and refilled, in as many runs as the
   * budget asks for. Its report if anything was to be done.
   */
  public Optional<RecoveryReport> watchOnce(UUID runId) {
    if ((collection.isMissing() || collection.isRefilling()) && !isHeld()) {
      return run(RecoveryRequest.sweep(Depth.TRIAGE, settings.budget()), runId);
    }
    return incarnation.looked(
        () -> run(RecoveryRequest.sweep(Depth.QUEUES, settings.budget()), runId));
  }

  /** When the next sweep is due, for people; now or earlier when it is. */
  public Instant nextSweep() {
    Instant last = ports.runs().lastSuccess(RunStore.SWEEP);
    Instant due = last == null ? Instant.MIN : last.plus(settings.interval());
    Duration left = judgement.remaining();
    Instant judged = wall.instant().plus(left);
    return left.isZero() || due.isAfter(judged) ? due : judged;
  }

  /** The runs that are under way in this process, the oldest first. */
  public List<RunningRun> running() {
    return inProgress.all();
  }

  /** What is recorded of every collection, the one that was chosen last first. */
  public List<CollectionRecord> recordedCollections() {
    return ports.collections().all();
  }

  /** What is recorded of the collection in use; null when it was never created by us. */
  public @Nullable CollectionRecord collection() {
    return ports.collections().named(ports.points().collection());
  }
}
