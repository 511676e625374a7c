package dev.tercet.storage.postgres.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostgresJobQueueTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final UUID SESSION = UUID.randomUUID();
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Who waits looks by himself after five seconds. */
  private static final Duration TOLD = Duration.ofSeconds(4);

  private static final String LISTENERS =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'";

  private final LedgerUnderTest ledger = new LedgerUnderTest(DATABASE);
  private final LedgerUnderTest other = ledger.ofAnotherProcess();
  private final JobQueue queue = ledger.queue();
  private final Set<String> former = Set.copyOf(ledger.column(LISTENERS));

  @AfterEach
  void close() {
    ledger.close();
    other.close();
  }

  private static Hint hint() {
    return new Hint(UUID.randomUUID(), 1_795_377_600_123_456L);
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(until);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Those that were not there before the test: one of another test may take a while to end. */
  private List<String> listeners() {
    return ledger.column(LISTENERS).stream().filter(it -> !former.contains(it)).toList();
  }

  @Test
  void whoWaitsInAnotherProcessIsTold() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Delivery>> taken = threads.submit(() -> queue.take(SESSION, 10, LONG));
      await(() -> !listeners().isEmpty());
      long start = System.nanoTime();

      Publication published = other.queue().publish(hint(), QueueName.LOW);

      assertThat(taken.get()).extracting(Delivery::hint).containsExactly(published.hint());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD);
    }
  }

  @Test
  void aLostConnectionOfTheListenerCostsNoMessage() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Delivery>> taken = threads.submit(() -> queue.take(SESSION, 10, LONG));
      await(() -> !listeners().isEmpty());
      String lost = listeners().getFirst();
      ledger.column("SELECT pg_terminate_backend(%s)".formatted(lost));

      Publication published = other.queue().publish(hint(), QueueName.LOW);

      assertThat(taken.get()).extracting(Delivery::hint).containsExactly(published.hint());
      await(() -> listeners().stream().anyMatch(pid -> !pid.equals(lost)));
    }
  }

  @Test
  void whoWaitsHereIsTold() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Delivery>> taken = threads.submit(() -> queue.take(SESSION, 10, LONG));
      await(() -> !listeners().isEmpty());
      long start = System.nanoTime();
      queue.publish(hint(), QueueName.LOW);
      assertThat(taken.get()).hasSize(1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD);
    }
  }

  @Test
  void wakingEndsTheWaitThatThereIsOrTheNextOne() throws Exception {
    queue.wake();
    assertThat(queue.take(SESSION, 10, LONG)).isEmpty();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Delivery>> taken = threads.submit(() -> queue.take(SESSION, 10, LONG));
      queue.wake();
      assertThat(taken.get()).isEmpty();
    }
  }

  @Test
  void aQueueThatIsOpenedGivesToWhoWaits() throws Exception {
    queue.configure(Map.of(), Set.of(QueueName.values()));
    queue.publish(hint(), QueueName.LOW);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Delivery>> taken = threads.submit(() -> queue.take(SESSION, 10, LONG));
      queue.configure(Map.of(), Set.of());
      assertThat(taken.get()).hasSize(1);
    }
  }

  /** A taker died before his commit, or a publisher commits late. */
  @Test
  void whatStandsBeforeWhereTheLastLookEndedIsTakenSoon() throws SQLException {
    queue.publish(hint(), QueueName.DEFAULT);
    Publication first = queue.publish(hint(), QueueName.DEFAULT);
    queue.take(SESSION, 1, Duration.ZERO);
    try (Connection dying = ledger.direct();
        Statement statement = dying.createStatement()) {
      dying.setAutoCommit(false);
      statement.execute("SELECT FROM queue_message WHERE delivered_at IS NULL FOR UPDATE");
      Publication second = queue.publish(hint(), QueueName.DEFAULT);
      assertThat(queue.take(SESSION, 10, Duration.ZERO))
          .extracting(Delivery::position)
          .containsExactly(second.position());
      dying.rollback();
    }
    assertThat(queue.take(SESSION, 10, LONG))
        .extracting(Delivery::position)
        .containsExactly(first.position());
  }

  /** After a crash of the server ids begin anew. */
  @Test
  void aLateSettlementMeetsNobodyElsesMessage() {
    queue.publish(hint(), QueueName.DEFAULT);
    List<Delivery> taken = queue.take(SESSION, 10, Duration.ZERO);
    ledger.execute("TRUNCATE queue_message, queue_marker RESTART IDENTITY");
    Publication another = queue.publish(hint(), QueueName.DEFAULT);

    queue.settle(taken);

    assertThat(queue.take(SESSION, 10, LONG))
        .extracting(Delivery::position)
        .containsExactly(another.position());
  }

  @Test
  void whatStandsInAnotherKindOfQueueIsLostHere() {
    Publication here = queue.publish(hint(), QueueName.DEFAULT);
    var there =
        new Publication(
            here.hint(), here.queue(), new Position("1795377600123-0"), "another marker");
    var alike = new Publication(here.hint(), here.queue(), here.position(), "another marker");

    assertThat(
            queue.lost(
                queue.search(Map.of(), Duration.ofMinutes(1), true), List.of(there, here, alike)))
        .containsExactly(new LostMessage(there, false), new LostMessage(alike, false));
  }

  @Test
  void messagesCostNoLog() {
    assertThat(
            ledger.column(
                "SELECT relpersistence FROM pg_class WHERE relname LIKE 'queue\\_ma%' OR relname LIKE 'queue\\_me%'"))
        .hasSizeGreaterThan(3)
        .containsOnly("u");
  }
}
