package dev.tercet.storage.redis;

import static dev.tercet.saga.queue.QueueName.CRITICAL;
import static dev.tercet.saga.queue.QueueName.DEFAULT;
import static dev.tercet.saga.queue.QueueName.LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueWeightsTest {
  private static final UUID SESSION = UUID.randomUUID();
  private static final Map<QueueName, Integer> WEIGHTS = QueueSettings.DEFAULT_WEIGHTS;

  private final TestRedis redis = new TestRedis();
  private final JobQueue queue = redis.queue();

  @AfterEach
  void close() {
    redis.close();
  }

  private void publish(int countOfEach) {
    for (QueueName name : QueueName.values()) {
      IntStream.range(0, countOfEach)
          .parallel()
          .forEach(_ -> queue.publish(new Hint(UUID.randomUUID(), 1), name));
    }
  }

  private static Map<QueueName, Long> byQueue(List<Delivery> deliveries) {
    return deliveries.stream()
        .collect(
            Collectors.groupingBy(
                Delivery::queue, () -> new EnumMap<>(QueueName.class), Collectors.counting()));
  }

  @Test
  void takesByWeightWhenEveryQueueIsFull() {
    publish(100);

    assertThat(byQueue(queue.take(SESSION, 50, Duration.ZERO)))
        .containsOnly(Map.entry(CRITICAL, 30L), Map.entry(DEFAULT, 15L), Map.entry(LOW, 5L));
  }

  @Test
  void starvesNoQueueWhenOneIsTakenAtATime() {
    publish(30);
    Map<QueueName, Long> taken = new EnumMap<>(QueueName.class);
    for (int i = 0; i < 30; i++) {
      byQueue(queue.take(SESSION, 1, Duration.ZERO))
          .forEach((name, count) -> taken.merge(name, count, Long::sum));
    }
    assertThat(taken)
        .containsOnly(Map.entry(CRITICAL, 18L), Map.entry(DEFAULT, 9L), Map.entry(LOW, 3L));
  }

  @Test
  void givesTheTurnsOfEmptyQueuesToTheOthers() {
    IntStream.range(0, 50).forEach(_ -> queue.publish(new Hint(UUID.randomUUID(), 1), LOW));

    assertThat(queue.take(SESSION, 40, Duration.ZERO)).hasSize(40);
  }

  @Test
  void takesNothingFromAPausedQueue() {
    publish(2);
    queue.configure(WEIGHTS, Set.of(CRITICAL, LOW));
    assertThat(byQueue(queue.take(SESSION, 10, Duration.ZERO)))
        .containsOnly(Map.entry(DEFAULT, 2L));

    queue.configure(WEIGHTS, Set.of());
    assertThat(byQueue(queue.take(SESSION, 10, Duration.ZERO)))
        .containsOnly(Map.entry(CRITICAL, 2L), Map.entry(LOW, 2L));
  }

  @Test
  void givesAWaitingWorkerNothingFromAQueueThatWasPausedMeanwhile() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = threads.submit(() -> queue.take(SESSION, 10, Duration.ofSeconds(20)));
      awaitReader();
      queue.configure(WEIGHTS, Set.of(DEFAULT));
      queue.publish(new Hint(UUID.randomUUID(), 1), DEFAULT);
      queue.publish(new Hint(UUID.randomUUID(), 2), LOW);

      assertThat(byQueue(taken.get())).containsOnly(Map.entry(LOW, 1L));
    }
    queue.configure(WEIGHTS, Set.of());
    assertThat(byQueue(queue.take(SESSION, 10, Duration.ZERO)))
        .containsOnly(Map.entry(DEFAULT, 1L));
  }

  /** Until somebody waits in a blocking read, as Redis itself says by the client's flag. */
  private void awaitReader() {
    String clients = "";
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!clients.contains("flags=b") && System.nanoTime() < until) {
      clients = redis.directly(it -> it.clientList());
    }
    assertThat(clients).contains("flags=b");
  }

  @Test
  void wakesAWorkerThatWaitsWhileEverythingIsPaused() throws Exception {
    queue.configure(WEIGHTS, Set.of(QueueName.values()));
    publish(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = threads.submit(() -> queue.take(SESSION, 10, Duration.ofSeconds(20)));
      queue.configure(WEIGHTS, Set.of());
      assertThat(taken.get()).hasSize(3);
    }
  }

  @Test
  void letsAnInterruptEndAWaitWhileEverythingIsPaused() throws Exception {
    queue.configure(WEIGHTS, Set.of(QueueName.values()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = threads.submit(() -> queue.take(SESSION, 10, Duration.ofSeconds(60)));
      threads.shutdownNow();
      assertThatThrownBy(taken::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CancellationException.class);
    }
  }

  @Test
  void configuresOtherProcessesToo() {
    JobQueue other = redis.queue();
    queue.configure(Map.of(CRITICAL, 1, DEFAULT, 1, LOW, 8), Set.of(DEFAULT));
    publish(20);

    assertThat(byQueue(other.take(SESSION, 9, Duration.ZERO)))
        .containsOnly(Map.entry(CRITICAL, 1L), Map.entry(LOW, 8L));
  }

  @Test
  void staysPausedWhenRedisLosesItsCopy() {
    queue.configure(WEIGHTS, Set.of(DEFAULT));
    redis.lose();
    publish(1);

    assertThat(byQueue(queue.take(SESSION, 9, Duration.ofMillis(600)))).doesNotContainKey(DEFAULT);
    assertThat(queue.take(SESSION, 9, Duration.ofMillis(600))).isEmpty();
  }

  @Test
  void refusesAWeightOfZero() {
    assertThatThrownBy(() -> queue.configure(Map.of(LOW, 0), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("low");
  }

  @Test
  void takesUnreadableWeightsForTheUsualOnes() {
    redis.directly(
        it -> it.hset(redis.keys().queueSettings(), Map.of("low", "much", "critical", "0")));
    publish(10);

    assertThat(byQueue(queue.take(SESSION, 10, Duration.ZERO)))
        .containsOnly(Map.entry(CRITICAL, 6L), Map.entry(DEFAULT, 3L), Map.entry(LOW, 1L));
  }
}
