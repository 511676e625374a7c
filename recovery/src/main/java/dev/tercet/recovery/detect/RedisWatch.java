package dev.tercet.recovery.detect;

import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.JobQueue.Head;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notices another incarnation of Redis, which may have lost any message. */
public final class RedisWatch {
  private final JobQueue queue;
  private final AtomicReference<@Nullable Set<String>> incarnations = new AtomicReference<>();

  public RedisWatch(JobQueue queue) {
    this.queue = queue;
  }

  /** Runs a comparison of the queues whenever it is another one, until one was complete. */
  public Optional<RecoveryReport> looked(Supplier<Optional<RecoveryReport>> comparison) {
    Set<String> now =
        queue.heads().stream().map(RedisWatch::incarnation).collect(Collectors.toSet());
    if (now.equals(incarnations.get())) {
      return Optional.empty();
    }
    Optional<RecoveryReport> report = comparison.get();
    if (report.filter(RecoveryReport::complete).isPresent()) {
      incarnations.set(now);
    }
    return report;
  }

  private static String incarnation(Head head) {
    return head.marker() + "/" + head.runId();
  }
}
