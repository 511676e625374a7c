package dev.tercet.storage.redis;

import static dev.tercet.saga.queue.QueueName.CRITICAL;
import static dev.tercet.saga.queue.QueueName.DEFAULT;
import static dev.tercet.saga.queue.QueueName.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;

class PendingEntriesTest {
  private static final UUID DEAD = UUID.randomUUID();
  private static final UUID ALIVE = UUID.randomUUID();

  private final TestRedis redis = new TestRedis();
  private final JobQueue queue = redis.queue();

  @AfterEach
  void close() {
    redis.close();
  }

  private List<Delivery> delivered(int count) {
    IntStream.range(0, count).forEach(i -> queue.publish(new Hint(UUID.randomUUID(), i), DEFAULT));
    return queue.take(DEAD, count, Duration.ZERO);
  }

  @Test
  void takesOverWhatWasDeliveredAndNeverSettled() {
    List<Delivery> delivered = delivered(3);
    queue.settle(delivered.subList(0, 1));

    assertThat(queue.takeStranded(ALIVE, Duration.ZERO, 10))
        .containsExactlyElementsOf(delivered.subList(1, 3));
  }

  @Test
  void leavesWhatWasDeliveredAMomentAgo() {
    delivered(1);

    assertThat(queue.takeStranded(ALIVE, Duration.ofMinutes(1), 10)).isEmpty();
    assertThat(queue.stranded(Duration.ofMinutes(1), 10)).isEmpty();
  }

  @Test
  void takesOverNoMoreThanAskedFor() {
    List<Delivery> delivered = delivered(5);

    assertThat(queue.takeStranded(ALIVE, Duration.ZERO, 2)).hasSize(2);
    assertThat(queue.takeStranded(ALIVE, Duration.ZERO, 10)).hasSameSizeAs(delivered);
  }

  @Test
  void looksAtStrandedMessagesWithoutTouchingThem() {
    List<Delivery> delivered = delivered(5);

    assertThat(queue.stranded(Duration.ZERO, 10)).isEqualTo(delivered);
    assertThat(queue.stranded(Duration.ZERO, 2)).isEqualTo(delivered.subList(0, 2));
    assertThat(redis.consumers(DEFAULT)).containsExactly(DEAD.toString());
  }

  @Test
  void passesOverPendingEntriesThatWereDeleted() {
    List<Delivery> delivered = delivered(4);
    delete(delivered.get(0));
    delete(delivered.get(2));
    List<Delivery> left = List.of(delivered.get(1), delivered.get(3));

    assertThat(queue.stranded(Duration.ZERO, 2)).isEqualTo(left);
    assertThat(queue.takeStranded(ALIVE, Duration.ZERO, 10)).isEqualTo(left);
    assertThat(redis.pending(DEFAULT)).isEqualTo(2);
  }

  private void delete(Delivery delivery) {
    redis.directly(
        it -> it.xdel(redis.keys().stream(DEFAULT), new StreamEntryID(delivery.position().text())));
  }

  @Test
  void findsStrandedMessagesBehindManyFreshOnes() {
    List<Delivery> delivered = delivered(500);
    queue.settle(delivered.subList(0, 1));

    assertThat(queue.takeStranded(ALIVE, Duration.ZERO, 1_000)).hasSize(499);
  }

  @Test
  void takesOverNothingWhenThereIsNoStream() {
    assertThat(queue.takeStranded(ALIVE, Duration.ZERO, 10)).isEmpty();
    assertThat(queue.stranded(Duration.ZERO, 10)).isEmpty();
  }

  @Test
  void leavesStrandedMessagesOfAPausedQueue() {
    List<Delivery> delivered = delivered(1);
    queue.configure(QueueSettings.DEFAULT_WEIGHTS, Set.of(DEFAULT));

    assertThat(queue.takeStranded(ALIVE, Duration.ZERO, 10)).isEmpty();
    assertThat(queue.stranded(Duration.ZERO, 10)).isEqualTo(delivered);
  }

  @Test
  void forgetsConsumersThatHaveNothingPendingOnly() {
    JobQueue tidy = redis.stores(redis.settings(Duration.ZERO)).queue();
    UUID idle = UUID.randomUUID();
    queue.publish(new Hint(UUID.randomUUID(), 1), DEFAULT);
    queue.settle(queue.take(idle, 1, Duration.ZERO));
    queue.publish(new Hint(UUID.randomUUID(), 1), DEFAULT);
    queue.publish(new Hint(UUID.randomUUID(), 1), LOW);
    queue.publish(new Hint(UUID.randomUUID(), 1), CRITICAL);
    List<Delivery> kept = queue.take(DEAD, 3, Duration.ZERO);

    tidy.takeStranded(ALIVE, Duration.ofMinutes(1), 10);

    assertThat(redis.consumers(DEFAULT)).containsExactly(DEAD.toString());
    assertThat(tidy.takeStranded(ALIVE, Duration.ZERO, 10))
        .containsExactlyInAnyOrderElementsOf(kept);
  }
}
