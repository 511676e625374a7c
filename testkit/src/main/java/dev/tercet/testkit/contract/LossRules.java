package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The queue may lose everything at any moment (S1), and it can be seen that it did. */
interface LossRules extends OnQueues {

  @Test
  @DisplayName("S1: a loss is seen at once, and the next publication sets another marker")
  default void hasAnotherMarkerAfterALoss() {
    Publication before = publish(1L, QueueName.DEFAULT);

    String incarnation = queue().incarnation();

    queues().loseEverything();

    assertThat(queue().incarnation()).isNotEqualTo(incarnation);
    assertThat(queue().depth().values()).containsOnly(0L);
    assertThat(lost(List.of(before))).containsExactly(before);
    Publication after = publish(1L, QueueName.DEFAULT);
    assertThat(after.marker()).isNotEqualTo(before.marker());
    assertThat(queue().incarnation()).isNotEqualTo(incarnation);
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
  @DisplayName("§8: while nothing is lost the incarnation stays")
  default void keepsItsIncarnation() {
    publish(1L, QueueName.DEFAULT);
    String incarnation = queue().incarnation();

    publish(2, QueueName.LOW);
    queue().settle(take(2));

    assertThat(queue().incarnation()).isEqualTo(incarnation);
  }

  @Test
  @DisplayName("§8: what waits or is in somebody's hands is not lost; what neither is, is")
  default void tellsWhatIsLost() {
    Publication first = publish(1L, QueueName.DEFAULT);
    Publication second = publish(2L, QueueName.DEFAULT);
    assertThat(lost(List.of(first, second))).as("both wait").isEmpty();
    List<Delivery> taken = take(1);
    assertThat(lost(List.of(first, second))).as("one is in hand").isEmpty();
    take(1);
    queue().settle(taken);
    assertThat(lost(List.of(first, second))).as("one is settled").containsExactly(first);

    queues().acknowledgeEverything();

    MessageSearch search = queue().search(Map.of(), Duration.ofMinutes(1), true);
    assertThat(queue().lost(search, List.of(first, second)))
        .as("somebody else acknowledged the other one, and left it where it stands")
        .containsExactly(new LostMessage(first, false), new LostMessage(second, true));
    assertThat(queue().abandoned(10))
        .extracting(Delivery::position)
        .containsExactly(second.position());
    queue().settle(queue().abandoned(10));
    assertThat(queue().depth().values()).containsOnly(0L);
    assertThat(queue().lost(search, List.of(second)))
        .containsExactly(new LostMessage(second, false));
  }

  @Test
  @DisplayName("§8: what is taken after a search has begun is not lost")
  default void callsNothingLostThatIsTakenMeanwhile() {
    Publication publication = publish(1L, QueueName.DEFAULT);
    MessageSearch search = queue().search(Map.of(), Duration.ofMinutes(1), true);

    List<Delivery> taken = take(1);

    assertThat(queue().lost(search, List.of(publication))).isEmpty();
    queue().settle(taken);
    assertThat(queue().lost(search, List.of(publication)))
        .as("whoever asks reads the row once more")
        .containsExactly(new LostMessage(publication, false));
  }

  @Test
  @DisplayName("§8: the first search finds what is gone, though it does not look for all")
  default void findsWhatIsGoneByTheFirstSearchThatDoesNotLookForAll() {
    Publication gone = publish(1L, QueueName.DEFAULT);
    Publication waits = publish(2L, QueueName.DEFAULT);
    queue().settle(List.of(new Delivery(gone.queue(), gone.position(), gone.hint())));

    MessageSearch search = queue().search(Map.of(), Duration.ofMinutes(1), false);

    assertThat(queue().lost(search, List.of(gone, waits)))
        .containsExactly(new LostMessage(gone, false));
  }

  @Test
  @DisplayName("§8: what waits, and what is in somebody's hands, is not abandoned")
  default void abandonsNothingThatIsStillTaken() {
    publish(4, QueueName.DEFAULT);
    assertThat(queue().abandoned(10)).isEmpty();
    take(2);

    assertThat(queue().abandoned(10)).isEmpty();
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
