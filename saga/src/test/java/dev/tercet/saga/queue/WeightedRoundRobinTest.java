package dev.tercet.saga.queue;

import static dev.tercet.saga.queue.QueueName.CRITICAL;
import static dev.tercet.saga.queue.QueueName.DEFAULT;
import static dev.tercet.saga.queue.QueueName.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedRoundRobinTest {
  private final WeightedRoundRobin roundRobin = new WeightedRoundRobin();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10, 25})
  void sharesByWeightWhateverTheSizeOfTheCalls(int size) {
    Map<QueueName, Integer> dealt = new EnumMap<>(QueueName.class);
    for (int turn = 0; turn < 1_050; turn += size) {
      roundRobin
          .deal(QueueSettings.DEFAULT_WEIGHTS, Math.min(size, 1_050 - turn))
          .forEach((queue, count) -> dealt.merge(queue, count, Integer::sum));
    }
    assertThat(dealt)
        .containsOnly(Map.entry(CRITICAL, 630), Map.entry(DEFAULT, 315), Map.entry(LOW, 105));
  }

  @Test
  void givesTheMostUrgentQueueTheFirstTurn() {
    assertThat(roundRobin.deal(QueueSettings.DEFAULT_WEIGHTS, 1)).containsOnlyKeys(CRITICAL);
  }

  @Test
  void givesEverythingToTheOnlyOpenQueue() {
    assertThat(roundRobin.deal(Map.of(LOW, 1), 5)).containsOnly(Map.entry(LOW, 5));
  }

  @Test
  void dealsNothingWhenNoQueueIsOpen() {
    assertThat(roundRobin.deal(Map.of(), 5)).isEmpty();
  }
}
