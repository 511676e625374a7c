package dev.tercet.api.wiring;

import dev.tercet.saga.DueWork;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.QueueSettings;
import dev.tercet.saga.queue.QueueSettings.Steering;
import dev.tercet.storage.redis.RedisStores;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Redis's copy of how the queues are steered, and looks how deep they are: at once when the
 * ledger says something else or holds something for them, and now and then for what Redis may have
 * lost or brought back.
 */
final class QueueWatch {
  private static final Duration NOW_AND_THEN = Duration.ofMinutes(1);

  private final RedisStores redis;
  private final QueueSettings settings;
  private final QueueGauges gauges;

  /** Null when what Redis holds is anybody's guess, as after an outage. */
  private @Nullable Steering told;

  private boolean wasBusy = true;
  private long steeredAt;
  private long observedAt;

  /**
   * @param settings how the queues are to be steered: what was seen at a look may have been changed
   *     and told to the queue since
   */
  QueueWatch(RedisStores redis, QueueSettings settings, QueueGauges gauges) {
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
    Steering last = told;
    told = null;
    redis.verify();
    JobQueue queue = redis.queue();
    long now = System.nanoTime();
    if (now - steeredAt >= NOW_AND_THEN.toNanos()
        || seen == null
        || !seen.steering().equals(last)) {
      last = settings.steering();
      queue.steer(last.weights(), last.paused());
      gauges.paused(last.paused());
      steeredAt = now;
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
