package dev.tercet.recovery;

import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.RunLock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run at a time per project and one sweep at a time, by advisory locks on which no correctness
 * rests; what each came to is counted and kept.
 */
final class ExclusiveRuns {
  /** Between two tries to become the one run of a project. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Reconciler reconciler;
  private final RunStore runs;
  private final RecoveryMetrics metrics;
  private final Function<RecoveryReport, String> json;
  private final Semaphore requested;

  /**
   * @param json writes a report as the endpoint answers it, for {@link RunStore#ended}
   * @param atOnce how many runs on request may be in progress
   */
  ExclusiveRuns(
      Reconciler reconciler,
      RunStore runs,
      RecoveryMetrics metrics,
      Function<RecoveryReport, String> json,
      int atOnce) {
    this.reconciler = reconciler;
    this.runs = runs;
    this.metrics = metrics;
    this.json = json;
    requested = new Semaphore(atOnce);
  }

  /**
   * Runs once; empty when another run on the same project (or another sweep) is in progress.
   *
   * @param task succeeds with a complete report; null when the run is nobody's task
   */
  Optional<RecoveryReport> run(RecoveryRequest request, UUID runId, @Nullable String task) {
    UUID project = request.scope().project();
    if (request.dryRun()) {
      return Optional.of(reconciler.run(request, runId));
    }
    Optional<RunLock> lock = runs.tryLock(project);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try (RunLock _ = lock.get()) {
      RecoveryReport report = reconciler.run(request, runId);
      metrics.ended(request, report);
      runs.ended(
          new RunStore.Run(
              runId,
              project,
              report.startedAt(),
              report.finishedAt(),
              report.complete(),
              json.apply(report)),
          report.complete() ? task : null);
      return Optional.of(report);
    }
  }

  /**
   * Runs once on request, waiting up to {@code patience} for another run to end, or for one of the
   * runs that may be in progress at once; empty when none did.
   */
  Optional<RecoveryReport> runWithin(Duration patience, RecoveryRequest request, UUID runId) {
    long until = System.nanoTime() + patience.toNanos();
    Optional<RecoveryReport> report = runIfRoom(request, runId);
    while (report.isEmpty()
        && System.nanoTime() < until
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      report = runIfRoom(request, runId);
    }
    return report;
  }

  /** Whoever waits for another run of its project keeps none of the others waiting. */
  private Optional<RecoveryReport> runIfRoom(RecoveryRequest request, UUID runId) {
    if (!requested.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return run(request, runId, null);
    } finally {
      requested.release();
    }
  }
}
