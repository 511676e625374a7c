package dev.tercet.api.wiring;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.QueueName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How deep the queues were and which were paused when last looked at. */
final class QueueGauges {
  private final Map<QueueName, Long> depths = new ConcurrentHashMap<>();
  private volatile Set<QueueName> paused = Set.of();

  QueueGauges(MeterRegistry meters) {
    for (QueueName queue : QueueName.values()) {
      Gauge.builder("tercet.queue.depth", depths, it -> it.getOrDefault(queue, 0L).doubleValue())
          .tag("queue", queue.label())
          .description("Hints that stand in the queue, delivered or not")
          .register(meters);
      Gauge.builder("tercet.queue.paused", this, it -> it.paused.contains(queue) ? 1 : 0)
          .tag("queue", queue.label())
          .description("1 while nothing is given out of the queue")
          .register(meters);
    }
  }

  /** Looks. */
  void observe(JobQueue queue) {
    depths.putAll(queue.depth());
  }

  /** These are paused. */
  void paused(Set<QueueName> now) {
    paused = now;
  }
}
