package dev.tercet.storage.redis;

import static dev.tercet.saga.queue.QueueName.CRITICAL;
import static dev.tercet.saga.queue.QueueName.DEFAULT;
import static dev.tercet.saga.queue.QueueName.LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;

class RedisJobQueueTest {
  private static final UUID SESSION = UUID.randomUUID();

  private final TestRedis redis = new TestRedis();
  private final JobQueue queue = redis.queue();

  @AfterEach
  void close() {
    redis.close();
  }

  private static Hint hint() {
    return new Hint(UUID.randomUUID(), 1_795_377_600_123_456L);
  }

  private StreamHead head(QueueName name) {
    return redis.observation().heads().stream()
        .filter(it -> it.queue() == name)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void deliversWhatWasPublished() {
    Publication publication = queue.publish(hint(), LOW);

    assertThat(queue.take(SESSION, 10, Duration.ZERO))
        .extracting(Delivery::queue, Delivery::position, Delivery::hint)
        .containsExactly(tuple(LOW, publication.position(), publication.hint()));
  }

  @Test
  void deliversWhatWasPublishedBeforeAnyWorkerCame() {
    List<Hint> hints = List.of(hint(), hint(), hint());
    hints.forEach(it -> queue.publish(it, DEFAULT));

    assertThat(queue.take(SESSION, 10, Duration.ZERO))
        .extracting(Delivery::hint)
        .containsExactlyElementsOf(hints);
  }

  @Test
  void deliversAMessageToOneWorkerOnly() {
    queue.publish(hint(), DEFAULT);

    assertThat(queue.take(SESSION, 10, Duration.ZERO)).hasSize(1);
    assertThat(queue.take(UUID.randomUUID(), 10, Duration.ZERO)).isEmpty();
  }

  @Test
  void deliversADoubledPublicationTwice() {
    Hint hint = hint();
    queue.publish(hint, DEFAULT);
    queue.publish(hint, DEFAULT);

    assertThat(queue.take(SESSION, 10, Duration.ZERO))
        .extracting(Delivery::hint)
        .containsExactly(hint, hint);
  }

  @Test
  void wakesAWaitingWorkerWhenAMessageComes() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = threads.submit(() -> queue.take(SESSION, 10, Duration.ofSeconds(20)));
      Publication publication = queue.publish(hint(), CRITICAL);
      assertThat(taken.get())
          .extracting(Delivery::position)
          .containsExactly(publication.position());
    }
  }

  @Test
  void readsOnceForAMessageInQueuesThatWereEmpty() {
    assertThat(queue.take(SESSION, 10, Duration.ofMillis(20))).isEmpty();
    queue.publish(hint(), DEFAULT);
    long before = reads();

    assertThat(queue.take(SESSION, 10, Duration.ofSeconds(20))).hasSize(1);

    assertThat(reads() - before).isEqualTo(1);
  }

  @Test
  void takesByWeightAgainOnceAQueueGaveAllThatWasAskedFor() {
    assertThat(queue.take(SESSION, 10, Duration.ofMillis(20))).isEmpty();
    for (int n = 0; n < 20; n++) {
      queue.publish(hint(), LOW);
    }
    queue.take(SESSION, 9, Duration.ofSeconds(20));
    for (int n = 0; n < 20; n++) {
      queue.publish(hint(), CRITICAL);
    }

    assertThat(queue.take(SESSION, 10, Duration.ofSeconds(20)))
        .filteredOn(it -> it.queue() == CRITICAL)
        .hasSizeGreaterThan(5);
  }

  private long reads() {
    return redis
        .directly(it -> it.info("commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_xreadgroup:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=([0-9]+),.*", "$1")))
        .sum();
  }

  @Test
  void neverTakesMoreThanAskedFor() {
    for (QueueName name : QueueName.values()) {
      queue.publish(hint(), name);
      queue.publish(hint(), name);
    }
    assertThat(queue.take(SESSION, 4, Duration.ZERO)).hasSize(4);
    assertThat(queue.take(SESSION, 1, Duration.ofSeconds(5))).hasSize(1);
    assertThat(queue.take(SESSION, 4, Duration.ZERO)).hasSize(1);
    assertThat(queue.take(SESSION, 0, Duration.ZERO)).isEmpty();
  }

  @Test
  void countsAMessageUntilItIsSettled() {
    queue.publish(hint(), DEFAULT);
    List<Delivery> taken = queue.take(SESSION, 1, Duration.ZERO);
    assertThat(queue.depth()).containsOnly(depth(CRITICAL, 0), depth(DEFAULT, 1), depth(LOW, 0));

    queue.settle(taken);

    assertThat(queue.depth()).containsOnly(depth(CRITICAL, 0), depth(DEFAULT, 0), depth(LOW, 0));
  }

  private static Map.Entry<QueueName, Long> depth(QueueName name, long depth) {
    return Map.entry(name, depth);
  }

  @Test
  void settlesTwiceWithoutTouchingOthers() {
    queue.publish(hint(), DEFAULT);
    queue.publish(hint(), DEFAULT);
    List<Delivery> first = queue.take(SESSION, 1, Duration.ZERO);
    queue.settle(first);

    queue.settle(first);
    queue.settle(List.of());

    assertThat(queue.depth()).containsEntry(DEFAULT, 1L);
    assertThat(queue.take(SESSION, 10, Duration.ZERO))
        .hasSize(1)
        .doesNotContainAnyElementsOf(first);
  }

  @Test
  void leavesNothingPendingBehindASettledMessage() {
    queue.publish(hint(), DEFAULT);
    queue.settle(queue.take(SESSION, 1, Duration.ZERO));

    assertThat(redis.pending(DEFAULT)).isZero();
  }

  @Test
  void namesTheIncarnationThatTookAMessage() {
    Publication first = queue.publish(hint(), DEFAULT);
    Publication second = queue.publish(hint(), DEFAULT);
    assertThat(second.marker()).isEqualTo(first.marker()).isEqualTo(head(DEFAULT).marker());

    redis.lose();

    assertThat(head(DEFAULT).marker()).isNull();
    assertThat(queue.publish(hint(), DEFAULT).marker()).isNotEqualTo(first.marker());
  }

  @Test
  void tellsTheOldestEntryAndTheNewestId() {
    Publication first = queue.publish(hint(), DEFAULT);
    Publication second = queue.publish(hint(), DEFAULT);
    assertThat(head(DEFAULT).oldest()).isEqualTo(first.position().text());
    assertThat(head(DEFAULT).lastGenerated()).isEqualTo(second.position().text());

    queue.settle(queue.take(SESSION, 1, Duration.ZERO));
    assertThat(head(DEFAULT).oldest()).isEqualTo(second.position().text());

    queue.settle(queue.take(SESSION, 1, Duration.ZERO));
    assertThat(head(DEFAULT).oldest()).isNull();
    assertThat(head(DEFAULT).lastGenerated()).isEqualTo(second.position().text());
  }

  @Test
  void tellsThatAStreamIsAbsent() {
    assertThat(redis.observation().heads())
        .hasSize(3)
        .allSatisfy(it -> {
          assertThat(it.marker()).isNull();
          assertThat(it.oldest()).isNull();
          assertThat(it.lastGenerated()).isNull();
          assertThat(it.runId()).hasSizeGreaterThan(40);
        });
  }

  @Test
  void findsThePublicationsThatStandInTheirQueue() {
    Publication standing = queue.publish(hint(), DEFAULT);
    Publication gone = queue.publish(hint(), LOW);
    queue.settle(List.of(new Delivery(LOW, gone.position(), gone.hint())));
    Publication other = new Publication(hint(), DEFAULT, standing.position(), standing.marker());

    StreamObservation observation = redis.observation();
    assertThat(observation.present(List.of(standing, gone, other))).containsExactly(standing);
    assertThat(observation.present(Set.of())).isEmpty();
  }

  @Test
  void deletesAnEntryThatIsNoHint() {
    String stream = redis.keys().stream(DEFAULT);
    redis.directly(it -> it.xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("what", "ever")));
    redis.directly(
        it -> it.xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("extraction", "x", "epoch", "1")));
    Publication publication = queue.publish(hint(), DEFAULT);

    assertThat(queue.take(SESSION, 10, Duration.ZERO))
        .extracting(Delivery::position)
        .containsExactly(publication.position());
    assertThat(queue.depth()).containsEntry(DEFAULT, 1L);
  }
}
