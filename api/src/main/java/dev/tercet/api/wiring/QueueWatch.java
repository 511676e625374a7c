package dev.tercet.api.wiring;

import dev.tercet.saga.JobQueue;
import dev.tercet.saga.Outlook;
import dev.tercet.saga.QueueSettings.Steering;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Redis's copy of how the queues are steered, and looks how deep they are: at once when the
 * ledger says something else or holds something for them, and now and then for what Redis may have
 * lost or brought back.
 */
final class QueueWatch {
  private static final Duration NOW_AND_THEN = Duration.ofMinutes(1);

  private final QueueGauges gauges;
  private @Nullable Steering told;
  private boolean wasBusy = true;
  private long steeredAt;
  private long observedAt;

  QueueWatch(QueueGauges gauges) {
    this.gauges = gauges;
  }

  /**
   * One look.
   *
   * @param seen what the ledger held when it was last asked, null when it was not
   * @param steering asks it how the queues are to be steered: what was seen may have been changed
   *     and told to the queue since
   */
  void look(JobQueue queue, @Nullable Outlook seen, Supplier<Steering> steering) {
    long now = System.nanoTime();
    if (now - steeredAt >= NOW_AND_THEN.toNanos()
        || seen == null
        || !seen.steering().equals(told)) {
      told = null;
      Steering read = steering.get();
      queue.steer(read.weights(), read.paused());
      gauges.paused(read.paused());
      told = read;
      steeredAt = now;
    }
    boolean isBusy = seen == null || seen.queued() || seen.claimed() || seen.due() != null;
    if (isBusy || wasBusy || now - observedAt >= NOW_AND_THEN.toNanos()) {
      gauges.observe(queue);
      observedAt = now;
    }
    wasBusy = isBusy;
  }

  /** What Redis holds after an outage is anybody's guess. */
  void lost() {
    told = null;
  }
}
