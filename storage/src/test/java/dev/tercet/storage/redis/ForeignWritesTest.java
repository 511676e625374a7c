package dev.tercet.storage.redis;

import static dev.tercet.saga.queue.QueueName.CRITICAL;
import static dev.tercet.saga.queue.QueueName.DEFAULT;
import static dev.tercet.saga.queue.QueueName.LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

/** What somebody else writes under the keys of the queues stops the queue that it is in alone. */
class ForeignWritesTest {
  private static final UUID SESSION = UUID.randomUUID();

  private final TestRedis redis = new TestRedis();
  private final JobQueue queue = redis.queue();
  private final String stream = redis.keys().stream(DEFAULT);

  /** What stands under the key of the default queue. */
  enum Poison {
    AN_ID_FROM_2_63_ON {
      @Override
      void put(Jedis server, String key) {
        server.sendCommand(Command.XADD, key, "9223372036854775808-0", "x", "y");
      }
    },
    THE_LAST_ID {
      @Override
      void put(Jedis server, String key) {
        server.sendCommand(
            Command.XADD, key, "18446744073709551615-18446744073709551615", "x", "y");
      }
    },
    ANOTHER_TYPE {
      @Override
      void put(Jedis server, String key) {
        server.del(key);
        server.set(key, "x");
      }
    };

    abstract void put(Jedis server, String key);
  }

  @AfterEach
  void close() {
    redis.close();
  }

  private static Hint hint() {
    return new Hint(UUID.randomUUID(), 1);
  }

  private void poison(Poison poison) {
    redis.directly(server -> {
      poison.put(server, stream);
      return true;
    });
  }

  private void assertUnreadable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, it -> assertThat(it.store()).isEqualTo(Store.REDIS))
        .hasMessageContaining(stream + " cannot be read")
        .hasMessageContaining("delete the stream's key, what was queued is published again");
  }

  private MessageSearch search() {
    return queue.search(Map.of(), Duration.ofMinutes(1), true);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsInTheOtherQueuesIsTaken(Poison poison) {
    Publication critical = queue.publish(hint(), CRITICAL);
    Publication low = queue.publish(hint(), LOW);
    poison(poison);

    assertThat(queue.take(SESSION, 10, Duration.ZERO))
        .extracting(Delivery::hint)
        .containsExactlyInAnyOrder(critical.hint(), low.hint());
    assertThat(queue.takeStranded(UUID.randomUUID(), Duration.ZERO, 10))
        .extracting(Delivery::hint)
        .containsExactlyInAnyOrder(critical.hint(), low.hint());
  }

  @ParameterizedTest
  @EnumSource
  void whoFoundNothingAndWaitsTakesFromTheOtherQueues(Poison poison) {
    assertThat(queue.take(SESSION, 10, Duration.ofMillis(20))).isEmpty();
    poison(poison);
    assertThat(takenOrNone()).as("what waits on all queues fails of one of them").isEmpty();
    Publication low = queue.publish(hint(), LOW);

    assertThat(takenOrNone()).extracting(Delivery::hint).containsExactly(low.hint());
  }

  private List<Delivery> takenOrNone() {
    try {
      return queue.take(SESSION, 10, Duration.ofMillis(100));
    } catch (StoreUnavailableException e) {
      assertThat(e.store()).isEqualTo(Store.REDIS);
      return List.of();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTakenOneByOneIsTaken(Poison poison) {
    queue.publish(hint(), CRITICAL);
    queue.publish(hint(), LOW);
    poison(poison);

    assertThat(queue.take(SESSION, 1, Duration.ZERO)).hasSize(1);
    assertThat(queue.take(SESSION, 1, Duration.ZERO)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aPublicationIsRefusedAndLeavesNothingBehind(Poison poison) {
    poison(poison);
    List<Due> due = List.of(new Due(hint(), DEFAULT), new Due(hint(), LOW));

    try (var connections = new RedisConnections(redis.settings(), 1)) {
      assertUnreadable(() -> new PublishHints(connections, redis.keys()).flush(due));
    }
    assertUnreadable(() -> queue.publish(hint(), DEFAULT));

    assertThat(redis.<Long>directly(it -> it.xlen(redis.keys().stream(LOW)))).isZero();
    if (poison != Poison.ANOTHER_TYPE) {
      assertThat(redis.<Long>directly(it -> it.xlen(stream))).as("the foreign entry").isEqualTo(1);
    }
    assertThat(queue.publish(hint(), LOW).queue()).isEqualTo(LOW);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasQueuedIsFoundLostWhenTheKeyIsDeleted(Poison poison) {
    Publication queued = queue.publish(hint(), DEFAULT);
    poison(poison);
    assertThatThrownBy(this::search)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(":hints:")
        .hasMessageContaining("delete the stream's key");

    redis.directly(it -> it.del(stream));

    assertThat(queue.lost(search(), List.of(queued)))
        .extracting(LostMessage::publication)
        .containsExactly(queued);
    Publication again = queue.publish(queued.hint(), DEFAULT);
    assertThat(queue.take(SESSION, 10, Duration.ZERO))
        .extracting(Delivery::position)
        .containsExactly(again.position());
  }

  @Test
  void aServerWithoutMemoryIsFullInsideATransaction(@TempDir Path folder) {
    try (var server = new OwnRedis(folder, "maxmemory 1", "maxmemory-policy noeviction").start();
        var full = new TestRedis(server.url())) {
      JobQueue refusing = full.queue();
      assertThatThrownBy(() -> refusing.publish(hint(), DEFAULT))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("OOM");
    }
  }
}
