package dev.tercet.saga.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message in a worker's hands. It is settled only after its claim has committed or been refused.
 *
 * @param queue the queue it came from
 * @param position where it stands there
 * @param hint what it says
 * @param publishedAt when it was published, by the queue's clock; null when that is not known
 */
public record Delivery(
    QueueName queue, Position position, Hint hint, @Nullable Instant publishedAt) {

  /** A message that is only named, so that it can be settled. */
  public Delivery(QueueName queue, Position position, Hint hint) {
    this(queue, position, hint, null);
  }

  /** Of messages that say the same the first one, in their order. */
  public static Collection<Delivery> firstOfEach(Collection<Delivery> messages) {
    Map<Hint, Delivery> first = new LinkedHashMap<>();
    messages.forEach(it -> first.putIfAbsent(it.hint(), it));
    return first.values();
  }
}
