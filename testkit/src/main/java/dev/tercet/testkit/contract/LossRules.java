package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.JobQueue.Head;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The queue may lose everything at any moment (S1), and it can be seen that it did. */
interface LossRules extends OnQueues {

  @Test
  @DisplayName("S1: after a loss there is no marker, and the next publication sets another")
  default void hasAnotherMarkerAfterALoss() {
    Publication before = publish(1L, QueueName.DEFAULT);

    queues().loseEverything();

    assertThat(queue().heads()).extracting(Head::marker).containsOnlyNulls();
    assertThat(queue().depth().values()).containsOnly(0L);
    assertThat(queue().present(List.of(before))).isEmpty();
    Publication after = publish(1L, QueueName.DEFAULT);
    assertThat(after.marker()).isNotEqualTo(before.marker());
    assertThat(queue().heads()).extracting(Head::marker).containsOnly(after.marker());
  }

  @Test
  @DisplayName("§3: groups begin at the start, so nothing published after a loss is missed")
  default void deliversWhatIsPublishedAfterALoss() {
    publish(2, QueueName.DEFAULT);
    take(1);
    queues().loseEverything();

    assertThat(take(5)).isEmpty();
    publish(9L, QueueName.DEFAULT);
    publish(10L, QueueName.CRITICAL);

    assertThat(take(5))
        .extracting(delivery -> delivery.hint().epoch())
        .containsExactlyInAnyOrder(9L, 10L);
  }

  @Test
  @DisplayName("§3: what was published before any worker came is delivered")
  default void deliversWhatWasPublishedBeforeTheFirstTake() {
    publish(4, QueueName.LOW);

    assertThat(take(10)).hasSize(4);
  }

  @Test
  @DisplayName("§8: it can be seen how far the group has come, and what is in whose hands")
  default void tellsWhatWasDeliveredAndWhatIsPending() {
    Publication first = publish(1L, QueueName.DEFAULT);
    Publication second = publish(2L, QueueName.DEFAULT);
    assertThat(queue().pending(List.of(first, second))).isEmpty();

    List<Delivery> taken = take(1);

    assertThat(head().lastDelivered()).isEqualTo(first.messageId());
    assertThat(queue().pending(List.of(first, second))).containsExactly(first);
    take(1);
    assertThat(head().lastDelivered()).isEqualTo(second.messageId());
    queue().settle(taken);
    assertThat(queue().pending(List.of(first, second))).containsExactly(second);

    queues().acknowledgeEverything();

    assertThat(queue().pending(List.of(first, second))).isEmpty();
    assertThat(queue().present(List.of(first, second))).containsExactly(second);
    assertThat(queue().pending(List.of())).isEmpty();
    assertThat(queue().abandoned(10))
        .extracting(Delivery::messageId)
        .containsExactly(second.messageId());
    queue().settle(queue().abandoned(10));
    assertThat(queue().depth().values()).containsOnly(0L);
  }

  @Test
  @DisplayName("§8: what waits, and what is in somebody's hands, is not abandoned")
  default void abandonsNothingThatIsStillTaken() {
    publish(4, QueueName.DEFAULT);
    assertThat(queue().abandoned(10)).isEmpty();
    take(2);

    assertThat(queue().abandoned(10)).isEmpty();
  }

  private Head head() {
    return queue().heads().stream()
        .filter(it -> it.queue() == QueueName.DEFAULT)
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("S1: settling and taking over after a loss find nothing, and no error")
  default void survivesSettlingWhatWasLost() {
    publish(3, QueueName.DEFAULT);
    List<Delivery> taken = take(3);

    queues().loseEverything();
    queue().settle(taken);

    assertThat(queue().takeStranded(OTHER_WORKER, Duration.ZERO, 10)).isEmpty();
    assertThat(queue().depth().values()).containsOnly(0L);
  }
}
