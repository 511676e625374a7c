package dev.tercet.recovery;

import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.saga.DueWork;
import dev.tercet.saga.port.WordIndex;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the bounded passes of {@link Recovery}, {@link Purge}, the search index, bulk runs and
 * schedules whenever the ledger holds something for them, while this process is the one that does,
 * until it is closed. A pass that fails is logged and comes again.
 */
public final class RecoveryLoops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryLoops.class);
  private static final Duration FOLDING = Duration.ofSeconds(10);
  private static final Duration QUESTIONS = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Whoever is elected releases dead claims within a quarter of that, unless it is frozen. */
  private static final Duration STANDSTILL = Duration.ofSeconds(2);

  /** A thread for each pass, so that one whose store hangs keeps no other waiting. */
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("recovery-", 0).factory());

  private final Recovery recovery;
  private final Supplier<UUID> ids;
  private final Election election;
  private final List<Loop> loops;

  /** What any process does when the elected one leaves it standing. */
  private final Loop standIn;

  /** Begins nothing yet; {@code ids} draws the ids of runs. */
  public RecoveryLoops(
      Recovery recovery, Purge purge, WordIndex words, OrderedWork ordered, Supplier<UUID> ids) {
    this.recovery = recovery;
    this.ids = ids;
    election = recovery.election();
    loops =
        List.of(
            Loop.urgent("release of dead claims", DueWork::suspect, _ -> recovery.releaseOnce()),
            Loop.paced(
                "deletion of projects", DueWork::tombstones, _ -> drain(recovery::followOnce)),
            Loop.paced("removal", DueWork::removals, _ -> drain(() -> recovery.removeOnce() > 0)),
            Loop.paced("watch for lost stores", _ -> true, this::watch),
            Loop.paced("sweep", it -> recovery.isSweepDue(it.sinceSweep()), _ -> sweep()),
            Loop.paced(
                "change of the embedding model",
                it -> it.vectors().others() || recovery.isConversionDue(),
                _ -> drain(() -> recovery.convertOnce(ids) > 0)),
            Loop.paced(
                "search index",
                DueWork::words,
                _ -> drain(() -> !recovery.isHeld() && words.fillOnce() > 0)),
            Loop.paced("bulk runs", DueWork::bulk, _ -> drain(ordered.bulk()::workOnce)),
            Loop.paced("batches", DueWork::batches, _ -> drain(ordered.batches())),
            Loop.paced(
                "schedules of bulk runs",
                DueWork::schedules,
                _ -> drain(ordered.schedules()::orderOnce)),
            Loop.paced(
                "schedules of passes",
                DueWork::schedules,
                _ -> drain(() -> ordered.schedules().passOnce(threads::isShutdown))),
            Loop.every(
                FOLDING, "folding of counts", DueWork::isBusy, _ -> drain(recovery::foldOnce)),
            Loop.every(
                QUESTIONS,
                "end of questions that nobody freed",
                _ -> true,
                _ -> drain(recovery::endQuestionsOnce)),
            Loop.paced("purge", _ -> true, _ -> drain(purge::purgeOnce)));
    var suspects = new LastingCondition(STANDSTILL, System::nanoTime);
    standIn =
        Loop.paced(
            "release of dead claims beside a reconciler that stands still",
            seen -> suspects.look(seen.suspect()),
            _ -> recovery.releaseOnce());
  }

  /** Begins what the ledger has something for. */
  public void see(DueWork seen) {
    if (threads.isShutdown()) {
      return;
    }
    try {
      for (Loop loop : election.isElected(seen.reconciler()) ? loops : List.of(standIn)) {
        if (loop.begins(seen)) {
          threads.execute(() -> run(loop, seen));
        }
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("The loops have been closed", e);
    }
  }

  private static void run(Loop loop, DueWork seen) {
    try {
      loop.pass(seen);
    } catch (RuntimeException e) {
      LOG.warn("{} failed and comes again: {}", loop.name(), e.toString());
    }
  }

  /** Goes on at once as long as there is more, until the loops are closed. */
  private void drain(BooleanSupplier step) {
    boolean more = true;
    while (more && !threads.isShutdown()) {
      more = step.getAsBoolean();
    }
  }

  /** Without a queued extraction there is no message that its queue could have lost. */
  private void watch(DueWork seen) {
    if (seen.queued() || seen.vectors().refilling() || recovery.isCollectionMissing()) {
      recovery.watchOnce(ids.get()).ifPresent(RecoveryLoops::log);
    }
  }

  private void sweep() {
    recovery.sweep(ids.get()).ifPresent(RecoveryLoops::log);
  }

  private static void log(RecoveryReport report) {
    if (report.aborted() != null || !report.unread().isEmpty()) {
      LOG.warn(
          "recovery {}: aborted {}, unread {}", report.runId(), report.aborted(), report.unread());
    }
    report
        .drift()
        .forEach((drift, count) -> {
          if (count.found() > 0) {
            LOG.info(
                "recovery {}: {} found {}, repaired {}, failed {}",
                report.runId(),
                drift.label(),
                count.found(),
                count.repaired(),
                count.failed());
          }
        });
  }

  /** Begins nothing more; a pass in progress may end, for a few seconds. */
  @Override
  public void close() {
    threads.shutdown();
    try (election) {
      // An interrupt would tear the connections that a pass is using, so it is the last resort.
      if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
