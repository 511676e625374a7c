package dev.tercet.api.wiring;

import dev.tercet.saga.DueWork;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.QueueSettingsStore;
import dev.tercet.saga.queue.QueueSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the queues' own copy of their settings, and looks how deep they are: at once when the
 * ledger says something else or holds something for them, and now and then for what their server
 * may have lost or brought back.
 */
final class QueueWatch {
  private static final Duration NOW_AND_THEN = Duration.ofMinutes(1);

  private final OpenedQueue opened;
  private final QueueSettingsStore settings;
  private final QueueGauges gauges;

  /** Null when what the server holds is anybody's guess, as after an outage. */
  private @Nullable QueueSettings told;

  private boolean wasBusy = true;
  private long configuredAt;
  private long observedAt;

  /**
   * @param settings of the queues: what was seen at a look may have been changed and told to the
   *     queue since
   */
  QueueWatch(OpenedQueue opened, QueueSettingsStore settings, QueueGauges gauges) {
    this.opened = opened;
    this.settings = settings;
    this.gauges = gauges;
  }

  /**
   * One look; throws when the server does not answer or cannot be used.
   *
   * @param seen what the ledger held when it was last asked, null when it was not
   */
  void look(@Nullable DueWork seen) {
    QueueSettings last = told;
    told = null;
    opened.verify();
    JobQueue queue = opened.jobs();
    long now = System.nanoTime();
    if (now - configuredAt >= NOW_AND_THEN.toNanos()
        || seen == null
        || !seen.queues().equals(last)) {
      last = settings.current();
      queue.configure(last.weights(), last.paused());
      gauges.paused(last.paused());
      configuredAt = now;
    }
    boolean isBusy = seen == null || seen.queued() || seen.claimed() || seen.due() != null;
    if (isBusy || wasBusy || now - observedAt >= NOW_AND_THEN.toNanos()) {
      gauges.observe(queue);
      observedAt = now;
    }
    wasBusy = isBusy;
    told = last;
  }
}
