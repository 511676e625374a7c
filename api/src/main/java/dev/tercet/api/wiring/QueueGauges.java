package dev.tercet.api.wiring;

import dev.tercet.saga.JobQueue;
import dev.tercet.saga.QueueName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How deep the queues were when last looked at. */
final class QueueGauges {
  private final Map<QueueName, Long> depths = new ConcurrentHashMap<>();

  QueueGauges(MeterRegistry meters) {
    for (QueueName queue : QueueName.values()) {
      Gauge.builder("tercet.queue.depth", depths, it -> it.getOrDefault(queue, 0L).doubleValue())
          .tag("queue", queue.label())
          .description("Hints that stand in the queue, delivered or not")
          .register(meters);
    }
  }

  /** Looks. */
  void observe(JobQueue queue) {
    depths.putAll(queue.depth());
  }
}
