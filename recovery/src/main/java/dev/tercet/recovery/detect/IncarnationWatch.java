package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.saga.port.JobQueue;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Notices another incarnation of the queues' store, which may have lost any message. */
public final class IncarnationWatch {
  private final JobQueue queue;
  private final AtomicReference<@Nullable String> incarnation = new AtomicReference<>();

  public IncarnationWatch(JobQueue queue) {
    this.queue = queue;
  }

  /** Runs a comparison of the queues whenever it is another one, until one was complete. */
  public Optional<RecoveryReport> looked(Supplier<Optional<RecoveryReport>> comparison) {
    String now = queue.incarnation();
    if (now.equals(incarnation.get())) {
      return Optional.empty();
    }
    Optional<RecoveryReport> report = comparison.get();
    if (report.filter(RecoveryReport::complete).isPresent()) {
      incarnation.set(now);
    }
    return report;
  }
}
