package dev.tercet.storage.redis;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what several queues give. A queue that cannot be read keeps no other waiting; the reason
 * is thrown only when all together gave nothing.
 */
final class TakenMessages {
  private final List<Delivery> messages;
  private @Nullable StoreUnavailableException unread;

  /** Begins with what is in hand already. */
  TakenMessages(List<Delivery> inHand) {
    messages = new ArrayList<>(inHand);
  }

  int size() {
    return messages.size();
  }

  /** Adds what {@code queue} gives, unless it cannot be read. */
  void add(Supplier<List<Delivery>> queue) {
    try {
      messages.addAll(queue.get());
    } catch (StoreUnavailableException e) {
      if (!RedisFaults.ofOneKey(e)) {
        throw e;
      }
      unread = e;
    }
  }

  /** All of it; throws why a queue could not be read when that is nothing. */
  List<Delivery> orThrow() {
    if (messages.isEmpty() && unread != null) {
      throw unread;
    }
    return messages;
  }
}
