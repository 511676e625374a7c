package dev.tercet.storage.redis;

import static dev.tercet.saga.queue.QueueName.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and the rest before each test
class RedisOutageTest {
  private static final UUID SESSION = UUID.randomUUID();

  @TempDir Path folder;
  private OwnRedis server;
  private TestRedis redis;
  private JobQueue queue;

  @BeforeEach
  void start() {
    server = new OwnRedis(folder).start();
    redis = new TestRedis(server.url());
    queue = redis.queue();
  }

  @AfterEach
  void stop() {
    redis.close();
    server.close();
  }

  private static Hint hint() {
    return new Hint(UUID.randomUUID(), 1);
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, it -> assertThat(it.store()).isEqualTo(Store.REDIS));
  }

  @Test
  void saysOfEveryCallThatTheServerIsAway() {
    Publication publication = queue.publish(hint(), DEFAULT);
    List<Delivery> taken = queue.take(SESSION, 1, Duration.ZERO);
    MessageSearch search = search();
    server.stop();

    assertUnavailable(() -> queue.publish(hint(), DEFAULT));
    assertUnavailable(() -> queue.take(SESSION, 1, Duration.ofSeconds(5)));
    assertUnavailable(() -> queue.settle(taken));
    assertUnavailable(() -> queue.takeStranded(SESSION, Duration.ZERO, 1));
    assertUnavailable(() -> queue.stranded(Duration.ZERO, 1));
    assertUnavailable(() -> queue.depth());
    assertUnavailable(() -> queue.incarnation());
    assertUnavailable(() -> search());
    assertUnavailable(() -> queue.lost(search, List.of(publication)));
    assertUnavailable(() -> queue.holdsAnyPublishedBy(Instant.EPOCH));
  }

  private MessageSearch search() {
    return queue.search(Map.of(), Duration.ofMinutes(1), true);
  }

  @Test
  void goesOnWhereItWasAfterARestart() {
    Publication first = queue.publish(hint(), DEFAULT);
    Publication second = queue.publish(hint(), DEFAULT);
    List<Delivery> taken = queue.take(SESSION, 1, Duration.ZERO);
    String incarnation = queue.incarnation();
    server.stop();
    server.start();

    assertThat(queue.lost(search(), List.of(first, second))).isEmpty();
    assertThat(queue.incarnation()).isNotEqualTo(incarnation);
    queue.settle(taken);
    assertThat(queue.take(SESSION, 5, Duration.ZERO))
        .extracting(Delivery::hint)
        .containsExactly(second.hint());
    assertThat(queue.publish(hint(), DEFAULT).marker()).isEqualTo(first.marker());
  }

  @Test
  void publishesAcrossAShortRestart() throws Exception {
    queue.publish(hint(), DEFAULT);
    server.stop();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var published = threads.submit(() -> queue.publish(hint(), DEFAULT));
      server.start();
      assertThat(queue.lost(search(), List.of(published.get()))).isEmpty();
    }
  }

  @Test
  void tellsAWaitingWorkerThatTheServerWentAway() {
    queue.take(SESSION, 1, Duration.ZERO);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> queue.take(SESSION, 1, Duration.ofSeconds(30)));
      server.stop();
      assertThatThrownBy(waiting::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void letsAnInterruptEndAWait() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> queue.take(SESSION, 1, Duration.ofSeconds(60)));
      threads.shutdownNow();
      assertThatThrownBy(waiting::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CancellationException.class);
    }
  }
}
