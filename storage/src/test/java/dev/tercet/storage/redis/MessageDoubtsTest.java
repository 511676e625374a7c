package dev.tercet.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageDoubtsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MessageDoubts doubts = new MessageDoubts(2);

  /** Entries from 1,000 to 900,000 ms; the group has come to {@code delivered}. */
  private static List<StreamHead> heads(String runId, String delivered) {
    return List.of(new StreamHead(QueueName.DEFAULT, "m", runId, "1000-0", "900000-0", delivered));
  }

  private static Publication message(int number, long millis) {
    Hint hint = new Hint(new UUID(0, number), 0);
    return new Publication(hint, QueueName.DEFAULT, new Position(millis + "-0"), "m");
  }

  private List<Integer> doubtful(MessageDoubts.Pass pass, int rows) {
    List<Integer> found =
        IntStream.rangeClosed(1, rows)
            .filter(n -> pass.isDoubtful(message(n, 500_000 + n)))
            .boxed()
            .toList();
    pass.end();
    return found;
  }

  private MessageDoubts.Pass begin(String runId) {
    return doubts.begin(heads(runId, "1000-0"), Map.of(), MINUTE, false);
  }

  @Test
  void looksForEveryMessageOfAServerThatIsNotKnownAndThenForSomeInTurns() {
    assertThat(doubtful(begin("first"), 5)).hasSize(5);

    assertThat(doubtful(begin("first"), 5)).containsExactly(1, 2);
    assertThat(doubtful(begin("first"), 5)).containsExactly(3, 4);
    assertThat(doubtful(begin("first"), 5)).containsExactly(5);
    assertThat(doubtful(begin("first"), 5)).containsExactly(1, 2);

    assertThat(doubtful(begin("second"), 5)).hasSize(5);
  }

  @Test
  void knowsAServerOnlyAfterAPassThatFoundNothingLostThere() {
    MessageDoubts.Pass losing = begin("first");
    losing.confirm(new LostMessage(message(4, 500_004), false));
    assertThat(doubtful(losing, 5)).hasSize(5);

    assertThat(doubtful(begin("first"), 5)).hasSize(5);
    assertThat(doubtful(begin("first"), 5)).hasSize(2);
  }

  @Test
  void doubtsWhatTheGroupHasPassed() {
    doubtful(begin("first"), 5);
    MessageDoubts.Pass pass = doubts.begin(heads("first", "600000-0"), Map.of(), MINUTE, false);

    assertThat(pass.isDoubtful(message(9, 600_000))).isTrue();
    assertThat(pass.isPassed(message(9, 600_000))).isTrue();
    assertThat(pass.isPassed(message(9, 600_001))).isFalse();
  }

  @Test
  void looksOutOfTurnForSomeThatClaimsHaveLeftFarBehindAndCallsNoneOfThemPassed() {
    doubts.begin(heads("first", "1000-0"), Map.of(), MINUTE, true).end();

    assertThat(far(claimed(62_000, "m"))).containsExactly(1, 2);
    assertThat(far(claimed(62_001, "another"))).containsExactly(1, 2);
    MessageDoubts.Pass behind = claimed(62_001, "m");
    assertThat(far(behind)).as("two out of turn, and then two in turn").containsExactly(1, 2, 3, 4);
    assertThat(behind.isPassed(message(1, 2_000))).isFalse();
  }

  private static List<Integer> far(MessageDoubts.Pass pass) {
    return IntStream.rangeClosed(1, 5)
        .filter(n -> pass.isDoubtful(message(n, 2_000)))
        .boxed()
        .toList();
  }

  private MessageDoubts.Pass claimed(long millis, String marker) {
    var newest = new ClaimedSoFar(new Position(millis + "-0"), marker);
    return doubts.begin(heads("first", "1000-0"), Map.of(QueueName.DEFAULT, newest), MINUTE, false);
  }
}
