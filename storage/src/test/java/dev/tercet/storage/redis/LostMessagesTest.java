package dev.tercet.storage.redis;

import static dev.tercet.saga.queue.QueueName.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Connection;

@DisplayName("§8: what is looked at while others take and settle messages")
class LostMessagesTest {
  private static final UUID SESSION = UUID.randomUUID();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The streams, the entries, the hands. */
  private static final int CALLS = 3;

  private static final int NEVER = CALLS + 1;

  private final TestRedis redis = new TestRedis();
  private final JobQueue queue = redis.queue();
  private final Gaps gaps = new Gaps(redis.settings());
  private final LostMessages lostMessages =
      new LostMessages(new StreamObservation(gaps, redis.keys()));

  @AfterEach
  void close() {
    gaps.close();
    redis.close();
  }

  /** Connections before each of whose calls something may happen. */
  private static final class Gaps extends RedisConnections {
    private final List<Runnable> meanwhile = new ArrayList<>();
    private int calls;

    Gaps(RedisSettings settings) {
      super(settings, 1);
    }

    @Override
    <T> T call(Function<Connection, T> work) {
      pass();
      return super.call(work);
    }

    /** Through the next gap. */
    void pass() {
      meanwhile.get(calls++).run();
    }
  }

  /** The gap in which a message is taken, and that or a later one in which it is settled. */
  static Stream<Arguments> gaps() {
    return IntStream.rangeClosed(0, NEVER)
        .boxed()
        .flatMap(taken ->
            IntStream.rangeClosed(taken, NEVER).mapToObj(settled -> Arguments.of(taken, settled)));
  }

  @ParameterizedTest(name = "taken in gap {0}, settled in gap {1}")
  @MethodSource("gaps")
  void callsNoMessageLostThatIsTakenAndSettledBetweenAnyTwoCalls(int taken, int settled) {
    Publication passed = publish();
    queue.take(SESSION, 1, Duration.ZERO);
    redis.acknowledgeEverything();
    Publication living = publish();
    Publication gone = publish();
    queue.settle(List.of(new Delivery(DEFAULT, gone.position(), gone.hint())));
    Set<Publication> waiting = new HashSet<>(Set.of(passed, living, gone));
    List<Delivery> inHand = new ArrayList<>();
    for (int gap = 0; gap <= CALLS; gap++) {
      int now = gap;
      gaps.meanwhile.add(() -> {
        if (now == taken) {
          inHand.addAll(queue.take(SESSION, 1, Duration.ZERO));
          assertThat(inHand).extracting(Delivery::position).containsExactly(living.position());
        }
        if (now == settled) {
          waiting.remove(living); // its claim commits first
          queue.settle(inHand);
        }
      });
    }

    MessageSearch search = lostMessages.begin(Map.of(), MINUTE, true);
    List<LostMessage> lost = lostMessages.of(search, List.of(passed, living, gone));
    gaps.pass();

    assertThat(gaps.calls).as("every gap was passed").isEqualTo(CALLS + 1);
    assertThat(lost)
        .as("of the rows that still wait, read once more")
        .filteredOn(it -> waiting.contains(it.publication()))
        .containsExactly(new LostMessage(passed, true), new LostMessage(gone, false));
  }

  private Publication publish() {
    return queue.publish(new Hint(UUID.randomUUID(), 1), DEFAULT);
  }

  @Test
  void refusesASearchThatAnotherQueueBegan() {
    MessageSearch search = queue.search(Map.of(), MINUTE, true);

    assertThatThrownBy(() -> lostMessages.of(search, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another queue");
  }
}
