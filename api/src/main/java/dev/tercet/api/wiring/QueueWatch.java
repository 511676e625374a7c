package dev.tercet.api.wiring;

import dev.tercet.saga.DueWork;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.QueueSettingsStore;
import dev.tercet.saga.queue.QueueSettings;
import dev.tercet.storage.redis.RedisStores;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Redis's copy of the queues' settings, and looks how deep they are: at once when the ledger
 * says something else or holds something for them, and now and then for what Redis may have lost or
 * brought back.
 */
final class QueueWatch {
  private static final Duration NOW_AND_THEN = Duration.ofMinutes(1);

  private final RedisStores redis;
  private final QueueSettingsStore settings;
  private final QueueGauges gauges;

  /** Null when what Redis holds is anybody's guess, as after an outage. */
  private @Nullable QueueSettings told;

  private boolean wasBusy = true;
  private long configuredAt;
  private long observedAt;

  /**
   * @param settings of the queues: what was seen at a look may have been changed and told to the
   *     queue since
   */
  QueueWatch(RedisStores redis, QueueSettingsStore settings, QueueGauges gauges) {
    this.redis = redis;
    this.settings = settings;
    this.gauges = gauges;
  }

  /**
   * One look; throws when Redis does not answer or cannot be used.
   *
   * @param seen what the ledger held when it was last asked, null when it was not
   */
  void look(@Nullable DueWork seen) {
    QueueSettings last = told;
    told = null;
    redis.verify();
    JobQueue queue = redis.queue();
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
