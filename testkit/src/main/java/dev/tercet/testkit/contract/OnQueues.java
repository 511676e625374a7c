package dev.tercet.testkit.contract;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** The short ways that the rules share. */
interface OnQueues {
  UUID WORKER = new UUID(0x7a, 1);
  UUID OTHER_WORKER = new UUID(0x7a, 2);
  Duration AT_ONCE = Duration.ofMillis(50);

  Queues queues();

  default JobQueue queue() {
    return queues().queue();
  }

  default Publication publish(long number, QueueName name) {
    return queue().publish(hint(number), name);
  }

  default List<Publication> publish(int count, QueueName name) {
    return IntStream.range(0, count).mapToObj(n -> publish((long) n, name)).toList();
  }

  default List<Delivery> take(int max) {
    return queue().take(WORKER, max, AT_ONCE);
  }

  /** What a search that begins now, and looks for all, finds lost of these. */
  default List<Publication> lost(List<Publication> queued) {
    MessageSearch search = queue().search(Map.of(), Duration.ofMinutes(1), true);
    return queue().lost(search, queued).stream().map(LostMessage::publication).toList();
  }

  static Hint hint(long number) {
    return new Hint(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number), number);
  }
}
