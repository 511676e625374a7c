package dev.tercet.storage.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a patience of an hour, who waits for it fails by the time limit of the test. */
@Timeout(60)
class WaitingRoomTest {
  private static final int FULL = 8;
  private static final BatchLimits LIMITS =
      new BatchLimits(
          FULL, 1 << 20, 100, 1, Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(5));

  private static final Flush<String, String> UNUSED =
      new Flush<>() {
        @Override
        public List<String> flush(List<String> batch) {
          throw new IllegalStateException("nothing is flushed here");
        }

        @Override
        public List<Optional<String>> readBack(List<String> batch) {
          throw new IllegalStateException("nothing is flushed here");
        }

        @Override
        public FlushFault classify(RuntimeException failure) {
          throw new IllegalStateException("nothing is flushed here", failure);
        }
      };

  private final WaitingRoom<String, String> room =
      new WaitingRoom<>(UNUSED, LIMITS, System::nanoTime);

  private void enter(String... items) {
    for (String item : items) {
      var result = room.enter(item);
      assertThat(result).isNotDone();
    }
  }

  private static List<String> items(List<WaitingItem<String, String>> batch) {
    return batch.stream().map(WaitingItem::item).toList();
  }

  private FutureTask<List<String>> flusher() {
    var next = new FutureTask<>(() -> items(room.nextBatch()));
    Thread thread = Thread.ofPlatform().daemon().start(next);
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.WAITING
        && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return next;
  }

  /** A flusher that has one item, after a batch of a quarter. */
  private FutureTask<List<String>> gathererOf(String item) {
    enter("a", "b");
    assertThat(room.nextBatch()).hasSize(FULL / 4);

    enter(item);
    return flusher();
  }

  @Test
  void keepsNobodyWaitingAfterABatchOfLessThanAQuarter() {
    enter("a");
    assertThat(items(room.nextBatch())).containsExactly("a");

    enter("b");
    assertThat(items(room.nextBatch())).containsExactly("b");
  }

  @Test
  void gathersAfterAQuarterOfABatchUntilTheNextOneIsFull() throws Exception {
    FutureTask<List<String>> next = gathererOf("c");
    enter("d", "e", "f", "g", "h", "i");
    assertThat(next.isDone()).isFalse();
    enter("j");

    assertThat(next.get()).containsExactly("c", "d", "e", "f", "g", "h", "i", "j");
  }

  @Test
  void wakesAnIdleFlusherForTheFirstWhoComes() throws Exception {
    FutureTask<List<String>> next = flusher();
    enter("a");

    assertThat(next.get()).containsExactly("a");
  }

  @Test
  void endsTheGatheringWhenItCloses() throws Exception {
    FutureTask<List<String>> next = gathererOf("c");
    room.close();

    assertThat(next.get()).containsExactly("c");
    assertThat(room.nextBatch()).isEmpty();
  }
}
