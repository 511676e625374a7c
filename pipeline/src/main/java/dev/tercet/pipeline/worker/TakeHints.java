package dev.tercet.pipeline.worker;

import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.queue.Delivery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Takes hints from the queues: now and then those that a dead worker left, otherwise new ones. */
final class TakeHints {
  private final JobQueue queue;
  private final Working settings;
  private final PipelineMetrics metrics;
  private final InstantSource clock;
  private Instant nextLook = Instant.MIN;

  TakeHints(JobQueue queue, Working settings, PipelineMetrics metrics, InstantSource clock) {
    this.queue = queue;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Up to {@code most} hints, after waiting a bounded time for the first. */
  List<Delivery> take(Session session, int most) {
    Instant now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(settings.heartbeat());
      List<Delivery> stranded = queue.takeStranded(session.id(), settings.lease(), most);
      if (!stranded.isEmpty()) {
        nextLook = Instant.MIN;
        return stranded;
      }
    }
    List<Delivery> taken = queue.take(session.id(), most, settings.heartbeat());
    taken.forEach(this::noteLatency);
    return taken;
  }

  private void noteLatency(Delivery delivery) {
    Instant publishedAt = delivery.publishedAt();
    if (publishedAt != null) {
      metrics.waitedInQueue(publishedAt);
    }
  }
}
