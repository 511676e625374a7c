package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From publication to settlement (docs/protocol.md §3). */
interface DeliveryRules extends OnQueues {

  @Test
  @DisplayName("§3: a message arrives with the hint, in the queue it was sent to")
  default void deliversWhatWasPublished() {
    Publication publication = publish(7L, QueueName.LOW);

    assertThat(publication.hint()).isEqualTo(OnQueues.hint(7));
    assertThat(publication.queue()).isEqualTo(QueueName.LOW);
    assertThat(take(5))
        .extracting(Delivery::queue, Delivery::position, Delivery::hint)
        .containsExactly(tuple(QueueName.LOW, publication.position(), OnQueues.hint(7)));
  }

  @Test
  @DisplayName("§3: epochs of 16 digits arrive exactly")
  default void keepsLargeEpochs() {
    Hint hint = new Hint(new UUID(1, 2), 1_795_377_600_123_457L);
    queue().publish(hint, QueueName.DEFAULT);

    assertThat(take(1)).extracting(Delivery::hint).containsExactly(hint);
  }

  @Test
  @DisplayName("§3: messages of one queue arrive in order, each once")
  default void deliversInOrder() {
    publish(5, QueueName.DEFAULT);

    List<Delivery> taken = new ArrayList<>(take(2));
    taken.addAll(take(10));

    assertThat(taken)
        .extracting(delivery -> delivery.hint().epoch())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(take(10)).isEmpty();
  }

  @Test
  @DisplayName("S5: a message published twice stands there twice, and does no harm")
  default void keepsADoubledMessageApart() {
    Publication first = publish(1L, QueueName.DEFAULT);
    Publication second = publish(1L, QueueName.DEFAULT);

    assertThat(second.position()).isNotEqualTo(first.position());
    assertThat(second.marker()).isEqualTo(first.marker());
    List<Delivery> taken = take(5);
    assertThat(taken).hasSize(2);
    queue().settle(taken.subList(0, 1));
    assertThat(lost(List.of(first, second))).containsExactly(first);
  }

  @Test
  @DisplayName("Flow: depth counts what really stands there, delivered or not")
  default void countsEntriesUntilTheyAreSettled() {
    publish(3, QueueName.DEFAULT);
    publish(1, QueueName.CRITICAL);
    assertThat(queue().depth())
        .containsEntry(QueueName.DEFAULT, 3L)
        .containsEntry(QueueName.CRITICAL, 1L)
        .containsEntry(QueueName.LOW, 0L);

    List<Delivery> taken = take(10);
    assertThat(queue().depth()).containsEntry(QueueName.DEFAULT, 3L);
    queue().settle(taken);

    assertThat(queue().depth().values()).containsOnly(0L);
  }

  @Test
  @DisplayName("S5: settling twice, or what is not there, does nothing")
  default void settlesTwiceWithoutHarm() {
    publish(2, QueueName.DEFAULT);
    List<Delivery> taken = take(1);

    queue().settle(taken);
    queue().settle(taken);
    queue().settle(List.of());

    assertThat(queue().depth()).containsEntry(QueueName.DEFAULT, 1L);
    assertThat(take(5)).hasSize(1);
  }

  @Test
  @DisplayName(
      "Flow: it is told when a message was published, and whether one stands that is so old")
  default void tellsWhenMessagesWerePublished() {
    publish(1L, QueueName.DEFAULT);
    queues().letAMomentPass();
    publish(2L, QueueName.LOW);
    List<Delivery> taken = take(10);
    Map<QueueName, Instant> times =
        taken.stream()
            .collect(
                Collectors.toMap(Delivery::queue, it -> Objects.requireNonNull(it.publishedAt())));
    Instant first = Objects.requireNonNull(times.get(QueueName.DEFAULT));
    Instant second = Objects.requireNonNull(times.get(QueueName.LOW));
    assertThat(first).isBefore(second);

    assertThat(queue().holdsAnyPublishedBy(first.minusMillis(1))).isFalse();
    assertThat(queue().holdsAnyPublishedBy(first)).isTrue();
    queue().settle(taken.stream().filter(it -> it.queue() == QueueName.DEFAULT).toList());
    assertThat(queue().holdsAnyPublishedBy(first)).as("only the younger one stands").isFalse();
    assertThat(queue().holdsAnyPublishedBy(second)).isTrue();
    queue().settle(taken);
    assertThat(queue().holdsAnyPublishedBy(second)).isFalse();
  }

  @Test
  @DisplayName("§8: which messages are lost is told exactly, of any number")
  default void tellsWhichMessagesAreLost() {
    List<Publication> publications = publish(30, QueueName.DEFAULT);
    publish(1, QueueName.LOW);
    queue().settle(take(11).stream().filter(it -> it.queue() == QueueName.DEFAULT).toList());
    long gone = 31 - queue().depth().values().stream().mapToLong(Long::longValue).sum();

    assertThat(lost(publications)).hasSize((int) gone);
    assertThat(lost(List.of())).isEmpty();
    Publication elsewhere =
        new Publication(
            publications.getLast().hint(),
            QueueName.CRITICAL,
            publications.getLast().position(),
            publications.getLast().marker());
    Publication another =
        new Publication(
            OnQueues.hint(999),
            QueueName.DEFAULT,
            publications.getLast().position(),
            publications.getLast().marker());
    assertThat(lost(List.of(elsewhere, another)))
        .as("what stands there is in another queue, or is another hint")
        .containsExactly(elsewhere, another);
  }

  @Test
  @DisplayName("Drift: a message stranded with a dead worker is taken over")
  default void takesOverWhatStranded() {
    publish(3, QueueName.DEFAULT);
    List<Delivery> stranded = take(2);
    queues().letAMomentPass();

    assertThat(queue().stranded(Duration.ZERO, 10))
        .as("looking changes nothing")
        .containsExactlyInAnyOrderElementsOf(stranded)
        .isEqualTo(queue().stranded(Duration.ZERO, 10));

    List<Delivery> over = queue().takeStranded(OTHER_WORKER, Duration.ZERO, 10);

    assertThat(over).containsExactlyInAnyOrderElementsOf(stranded);
    queue().settle(over);
    assertThat(queue().takeStranded(OTHER_WORKER, Duration.ZERO, 10)).isEmpty();
    assertThat(take(10)).as("what was never delivered is not stranded").hasSize(1);
  }

  @Test
  @DisplayName("Drift: what was delivered just now is not stranded")
  default void leavesFreshDeliveriesAlone() {
    publish(1, QueueName.DEFAULT);
    take(1);

    assertThat(queue().stranded(Duration.ofHours(1), 10)).isEmpty();
    assertThat(queue().takeStranded(OTHER_WORKER, Duration.ofHours(1), 10)).isEmpty();
  }

  @Test
  @DisplayName("S7: at most as much is taken over as was asked for")
  default void takesOverAtMostWhatWasAskedFor() {
    for (QueueName name : QueueName.values()) {
      publish(4, name);
    }
    assertThat(take(12)).hasSize(12);
    queues().letAMomentPass();

    assertThat(queue().stranded(Duration.ZERO, 5)).hasSize(5);
    assertThat(queue().takeStranded(OTHER_WORKER, Duration.ZERO, 5)).hasSize(5);
  }

  @Test
  @DisplayName("S3: a late settlement by the first holder ends the message for both")
  default void letsTheFirstHolderSettleWhatWasTakenOver() {
    publish(1, QueueName.DEFAULT);
    List<Delivery> first = take(1);
    queues().letAMomentPass();
    List<Delivery> over = queue().takeStranded(OTHER_WORKER, Duration.ZERO, 10);

    queue().settle(first);
    queue().settle(over);

    assertThat(queue().depth()).containsEntry(QueueName.DEFAULT, 0L);
  }

  @Test
  @DisplayName("S3: workers that take at once get each message once")
  default void givesEachMessageToOneWorker() {
    publish(120, QueueName.DEFAULT);
    List<Callable<List<Delivery>>> takers =
        IntStream.range(0, 6)
            .mapToObj(n -> new UUID(0x7b, n))
            .<Callable<List<Delivery>>>map(
                worker -> () -> queue().take(worker, 20, Duration.ofSeconds(5)))
            .toList();

    List<Delivery> taken = Race.all(takers).stream().flatMap(List::stream).toList();

    assertThat(taken).doesNotHaveDuplicates().hasSizeBetween(6, 120);
    assertThat(take(120)).hasSize(120 - taken.size());
  }

  @Test
  @DisplayName("Flow: many publish at once, and each gets its own place")
  default void publishesManyAtOnce() {
    List<Publication> publications =
        Race.all(
            IntStream.range(0, 100)
                .<Callable<Publication>>mapToObj(n -> () -> publish((long) n, QueueName.DEFAULT))
                .toList());

    assertThat(publications.stream().map(Publication::position)).doesNotHaveDuplicates();
    assertThat(publications.stream().map(Publication::marker).distinct()).hasSize(1);
    assertThat(lost(publications)).isEmpty();
    assertThat(take(100))
        .extracting(delivery -> delivery.position() + " " + delivery.hint())
        .containsExactlyInAnyOrderElementsOf(
            publications.stream().map(it -> it.position() + " " + it.hint()).toList());
  }

  @Test
  @DisplayName("Flow: a worker that waits gets what is published meanwhile")
  default void wakesAWorkerThatWaits() {
    List<List<Delivery>> results =
        Race.all(
            List.of(
                () -> queue().take(WORKER, 10, Duration.ofSeconds(20)),
                () -> {
                  publish(1L, QueueName.LOW);
                  return List.of();
                }));

    assertThat(results.getFirst()).hasSize(1);
  }
}
