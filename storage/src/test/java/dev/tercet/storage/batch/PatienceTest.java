package dev.tercet.storage.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Patience counts from an item's entry, by a clock that moves only when it is moved here. */
class PatienceTest {
  private final AtomicLong clock = new AtomicLong();
  private final Store store = new Store();
  private final BatchRun<String, String> run = new BatchRun<>(store, clock::get);

  private static final class Away extends RuntimeException {}

  /** While it is away, a try takes a second. */
  private final class Store implements Flush<String, String> {
    private final List<List<String>> tries = new ArrayList<>();
    private boolean away = true;

    @Override
    public List<String> flush(List<String> batch) {
      tries.add(batch);
      if (away) {
        pass(1);
        throw new Away();
      }
      return batch;
    }

    @Override
    public List<Optional<String>> readBack(List<String> batch) {
      throw new IllegalStateException("nothing is unknown");
    }

    @Override
    public FlushFault classify(RuntimeException failure) {
      return failure instanceof Away ? FlushFault.NOTHING_DONE : FlushFault.FATAL;
    }
  }

  private void pass(int seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private int passed() {
    return (int) Duration.ofNanos(clock.get()).toSeconds();
  }

  /** With five seconds of patience and batches of so many. */
  private WaitingRoom<String, String> room(int items) {
    var limits =
        new BatchLimits(
            items, 1 << 20, 100, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));
    return new WaitingRoom<>(store, limits, clock::get);
  }

  private static void isAway(CompletableFuture<String> result) {
    assertThat(result).isDone();
    assertThatThrownBy(result::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Away.class);
  }

  @Test
  void whoWaitedThatLongBehindOthersIsNotTriedWhenItsTurnComes() {
    WaitingRoom<String, String> room = room(1);
    CompletableFuture<String> first = room.enter("first");
    CompletableFuture<String> second = room.enter("second");

    run.write(room.nextBatch());
    isAway(first);
    run.write(room.nextBatch());

    isAway(second);
    assertThat(store.tries).hasSize(5).containsOnly(List.of("first"));
    assertThat(passed()).isEqualTo(5);
  }

  @Test
  void whoCameLaterIsTriedForLonger() {
    WaitingRoom<String, String> room = room(2);
    CompletableFuture<String> early = room.enter("early");
    pass(3);
    CompletableFuture<String> late = room.enter("late");

    run.write(room.nextBatch());

    isAway(early);
    isAway(late);
    assertThat(store.tries)
        .startsWith(List.of("early", "late"), List.of("early", "late"), List.of("late"))
        .hasSize(5);
    assertThat(passed()).isEqualTo(8);
  }

  @Test
  void whatWaitedLongIsWrittenWhenTheStoreAnswers() {
    WaitingRoom<String, String> room = room(1);
    store.away = false;
    CompletableFuture<String> busy = room.enter("busy");
    pass(60);

    run.write(room.nextBatch());

    assertThat(busy).isCompletedWithValue("busy");
  }

  @Test
  void whoComesAfterwardsIsTriedAgain() {
    WaitingRoom<String, String> room = room(1);
    CompletableFuture<String> _ = room.enter("first");
    CompletableFuture<String> _ = room.enter("second");
    run.write(room.nextBatch());
    run.write(room.nextBatch());
    store.away = false;

    CompletableFuture<String> third = room.enter("third");
    run.write(room.nextBatch());
    CompletableFuture<String> fourth = room.enter("fourth");
    pass(60);
    run.write(room.nextBatch());

    assertThat(third).isCompletedWithValue("third");
    assertThat(fourth).as("the store answers again").isCompletedWithValue("fourth");
  }
}
