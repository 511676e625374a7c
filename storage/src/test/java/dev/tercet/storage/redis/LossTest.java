package dev.tercet.storage.redis;

import static dev.tercet.saga.queue.QueueName.CRITICAL;
import static dev.tercet.saga.queue.QueueName.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("S1: Redis may lose everything at any moment")
class LossTest {
  private static final UUID SESSION = UUID.randomUUID();
  private static final int CALLS = 9;

  private final TestRedis redis = new TestRedis();
  private final JobQueue queue = redis.queue();
  private final List<Publication> published = new ArrayList<>();
  private final List<Delivery> taken = new ArrayList<>();
  private MessageSearch search = queue.search(Map.of(), Duration.ofMinutes(1), true);

  @AfterEach
  void close() {
    redis.close();
  }

  private void call(int number) {
    switch (number) {
      case 0, 1 -> published.add(queue.publish(new Hint(UUID.randomUUID(), number), DEFAULT));
      case 2 -> taken.addAll(queue.take(SESSION, 1, Duration.ZERO));
      case 3 -> queue.settle(taken);
      case 4 -> taken.addAll(queue.takeStranded(SESSION, Duration.ZERO, 10));
      case 5 -> queue.configure(QueueSettings.DEFAULT_WEIGHTS, Set.of(CRITICAL));
      case 6 -> assertThat(queue.depth()).hasSize(3);
      case 7 -> search = queue.search(Map.of(), Duration.ofMinutes(1), true);
      case 8 ->
          assertThat(queue.lost(search, published))
              .extracting(LostMessage::publication)
              .isSubsetOf(published);
      default -> throw new IllegalArgumentException("there is no call " + number);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void goesOnWhenEverythingIsLostAfterAnyCall(int loss) {
    for (int number = 0; number < CALLS; number++) {
      call(number);
      if (number == loss) {
        redis.lose();
      }
    }
    Hint hint = new Hint(UUID.randomUUID(), 7);
    queue.publish(hint, DEFAULT);
    List<Delivery> after = queue.take(SESSION, 10, Duration.ZERO);
    assertThat(after).extracting(Delivery::hint).contains(hint);
    queue.settle(after);
    assertThat(queue.stranded(Duration.ZERO, 10)).doesNotContainAnyElementsOf(after);
  }

  @Test
  void tellsThatEverythingIsLost() {
    Publication before = queue.publish(new Hint(UUID.randomUUID(), 1), DEFAULT);
    redis.lose();

    StreamObservation observation = redis.observation();
    assertThat(observation.present(List.of(before))).isEmpty();
    assertThat(queue.depth().values()).containsOnly(0L);
    assertThat(observation.heads()).allSatisfy(it -> assertThat(it.lastGenerated()).isNull());
  }

  @Test
  void wakesAWorkerThatWaitedWhileEverythingWasLost() throws Exception {
    queue.take(SESSION, 1, Duration.ZERO);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> queue.take(SESSION, 10, Duration.ofSeconds(20)));
      redis.lose();
      Hint hint = new Hint(UUID.randomUUID(), 1);
      queue.publish(hint, DEFAULT);
      assertThat(waiting.get()).extracting(Delivery::hint).containsExactly(hint);
    }
  }
}
