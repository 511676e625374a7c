package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.QueueName;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Weights and pauses of the queues. */
interface QueueWeightRules extends OnQueues {
  Map<QueueName, Integer> WEIGHTS =
      Map.of(QueueName.CRITICAL, 6, QueueName.DEFAULT, 3, QueueName.LOW, 1);

  @Test
  @DisplayName("Flow: the urgent come more often, and nobody starves")
  default void takesByWeightWithoutStarving() {
    queue().configure(WEIGHTS, Set.of());
    for (QueueName name : QueueName.values()) {
      publish(300, name);
    }

    Map<QueueName, Integer> taken = new EnumMap<>(QueueName.class);
    for (int turn = 0; turn < 250; turn++) {
      take(1).forEach(delivery -> taken.merge(delivery.queue(), 1, Integer::sum));
    }

    assertThat(taken).containsOnlyKeys(QueueName.values());
    assertThat(taken.get(QueueName.CRITICAL))
        .isGreaterThan(taken.getOrDefault(QueueName.LOW, 0) * 2);
  }

  @Test
  @DisplayName("Flow: large batches do not let the urgent starve the others either")
  default void mixesQueuesInLargeBatches() {
    queue().configure(WEIGHTS, Set.of());
    for (QueueName name : QueueName.values()) {
      publish(200, name);
    }

    Map<QueueName, Integer> taken = new EnumMap<>(QueueName.class);
    for (int turn = 0; turn < 10; turn++) {
      take(30).forEach(delivery -> taken.merge(delivery.queue(), 1, Integer::sum));
    }

    assertThat(taken).containsOnlyKeys(QueueName.values());
  }

  @Test
  @DisplayName("Flow: a worker's hands are filled from whichever queue has work")
  default void fillsItsHandsFromAnyQueue() {
    publish(8, QueueName.LOW);

    assertThat(take(8)).hasSize(8);
  }

  @Test
  @DisplayName("Flow: never more than asked for")
  default void takesAtMostWhatWasAskedFor() {
    for (QueueName name : QueueName.values()) {
      publish(10, name);
    }

    assertThat(take(7)).hasSizeBetween(1, 7);
  }

  @Test
  @DisplayName("Flow: a paused queue gives nothing until it goes on")
  default void takesNothingFromAPausedQueue() {
    publish(3, QueueName.DEFAULT);
    publish(1, QueueName.LOW);
    queue().configure(WEIGHTS, Set.of(QueueName.DEFAULT));

    List<Delivery> taken = take(10);
    assertThat(taken).extracting(Delivery::queue).containsExactly(QueueName.LOW);
    assertThat(queue().depth()).containsEntry(QueueName.DEFAULT, 3L);

    queue().configure(WEIGHTS, Set.of());
    assertThat(take(10)).hasSize(3);
  }

  @Test
  @DisplayName("Flow: when every queue is paused there is nothing to take, and no error")
  default void takesNothingWhenEverythingIsPaused() {
    publish(3, QueueName.DEFAULT);
    queue().configure(WEIGHTS, Set.of(QueueName.values()));

    assertThat(take(10)).isEmpty();
  }
}
