package dev.tercet.recovery;

import dev.tercet.saga.WordIndex;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats the bounded passes of {@link Recovery}, {@link Purge} and the search index until it is
 * closed, while this process is the one that does. A pass that fails is logged and comes again.
 */
public final class RecoveryLoops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryLoops.class);
  private static final Duration LIVENESS = Duration.ofMillis(250);
  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final Duration FOLDING = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int LOOPS = 8;

  /** A thread for each loop, so that one whose store hangs keeps no other waiting. */
  private final ScheduledExecutorService clockwork =
      Executors.newScheduledThreadPool(LOOPS, Thread.ofVirtual().name("recovery-", 0).factory());

  private final Election election;

  private RecoveryLoops(Election election) {
    this.election = election;
  }

  /** Starts the loops; {@code ids} draws the ids of runs. */
  public static RecoveryLoops start(
      Recovery recovery, Purge purge, WordIndex words, Supplier<UUID> ids) {
    var loops = new RecoveryLoops(recovery.election());
    loops.repeat("release of dead claims", LIVENESS, recovery::releaseOnce);
    loops.repeat("deletion of projects", WATCH, () -> loops.drain(recovery::followOnce));
    loops.repeat("removal", WATCH, () -> loops.drain(() -> recovery.removeOnce() > 0));
    loops.repeat(
        "watch for lost stores",
        WATCH,
        () -> recovery.watchOnce(ids.get()).ifPresent(RecoveryLoops::log));
    loops.repeat("sweep", WATCH, () -> recovery.sweepOnce(ids.get()).ifPresent(RecoveryLoops::log));
    loops.repeat(
        "change of the embedding model",
        WATCH,
        () -> loops.drain(() -> recovery.convertOnce(ids) > 0));
    loops.repeat(
        "search index", WATCH, () -> loops.drain(() -> !recovery.isHeld() && words.fillOnce() > 0));
    loops.repeat("folding of counts", FOLDING, () -> loops.drain(recovery::foldOnce));
    loops.repeat("purge", WATCH, () -> loops.drain(purge::purgeOnce));
    return loops;
  }

  /** Goes on at once as long as there is more, until the loops are closed. */
  private void drain(BooleanSupplier step) {
    boolean more = true;
    while (more && !clockwork.isShutdown()) {
      more = step.getAsBoolean();
    }
  }

  private void repeat(String name, Duration pause, Runnable pass) {
    var _ =
        clockwork.scheduleWithFixedDelay(
            () -> {
              try {
                if (election.isElected()) {
                  pass.run();
                }
              } catch (RuntimeException e) {
                LOG.warn("{} failed and comes again: {}", name, e.toString());
              }
            },
            pause.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
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

  /** Stops the loops; a pass in progress may end, for a few seconds. */
  @Override
  public void close() {
    clockwork.shutdown();
    try (election) {
      // An interrupt would tear the connections that a pass is using, so it is the last resort.
      if (!clockwork.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        clockwork.shutdownNow();
      }
    } catch (InterruptedException e) {
      clockwork.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
