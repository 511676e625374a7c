package dev.tercet.storage.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GroupCommitTest {
  private static final class Refused extends RuntimeException {}

  private static final class Away extends RuntimeException {}

  private static final class Broken extends RuntimeException {}

  /** Writes strings by a function of the batch; the failures say what they are. */
  private static final class Sink implements Flush<String, String> {
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> written = Collections.synchronizedSet(new HashSet<>());
    private final UnaryOperator<List<String>> write;

    Sink(UnaryOperator<List<String>> write) {
      this.write = write;
    }

    @Override
    public List<String> flush(List<String> batch) {
      batches.add(batch);
      List<String> results = write.apply(batch);
      written.addAll(batch);
      return results;
    }

    @Override
    public List<Optional<String>> readBack(List<String> batch) {
      return batch.stream()
          .map(it -> written.contains(it) ? Optional.of("read " + it) : Optional.<String>empty())
          .toList();
    }

    @Override
    public FlushFault classify(RuntimeException failure) {
      return switch (failure) {
        case Refused _ -> FlushFault.REJECTED;
        case Away _ -> FlushFault.NOTHING_DONE;
        case Broken _ -> FlushFault.UNKNOWN;
        default -> FlushFault.FATAL;
      };
    }

    @Override
    public Object key(String item) {
      return item.charAt(0);
    }
  }

  private static final BatchLimits LIMITS =
      new BatchLimits(100, 1 << 20, 1_000, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));

  @Test
  void gathersWhatArrivesWhileAFlushIsInFlight() throws Exception {
    var firstIsIn = new CountDownLatch(1);
    var letGo = new CountDownLatch(1);
    var sink =
        new Sink(batch -> {
          firstIsIn.countDown();
          await(letGo);
          return batch;
        });
    try (var commit = new GroupCommit<>("test", sink, LIMITS);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> results = new ArrayList<>();
      results.add(callers.submit(() -> commit.submit("a")));
      firstIsIn.await();
      List<String> more = List.of("b", "c", "d", "e");
      Future<List<String>> rest = callers.submit(() -> commit.submitAll(more));
      letGo.countDown();
      assertThat(results.getFirst().get()).isEqualTo("a");
      assertThat(rest.get()).isEqualTo(more);
    }
    assertThat(sink.batches.getFirst()).containsExactly("a");
    assertThat(sink.batches.size()).isLessThan(5);
  }

  /** One that lingers while another takes all has nothing to write, and goes on all the same. */
  @Test
  @Timeout(60)
  void keepsEveryFlusherThroughManySmallBatches() throws Exception {
    var firstIsIn = new CountDownLatch(1);
    var secondIsIn = new CountDownLatch(1);
    var sink =
        new Sink(batch -> {
          if (batch.contains("first")) {
            firstIsIn.countDown();
            await(secondIsIn);
          } else if (batch.contains("second")) {
            secondIsIn.countDown();
          }
          return batch;
        });
    var limits =
        new BatchLimits(
            4,
            1 << 20,
            1_000,
            2,
            Duration.ofMillis(2),
            Duration.ofMillis(1),
            Duration.ofSeconds(5));
    try (var commit = new GroupCommit<>("test", sink, limits);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 300; round++) {
        assertThat(commit.submitAll(List.of("a", "b", "c", "d", "e", "f"))).hasSize(6);
      }

      Future<String> first = callers.submit(() -> commit.submit("first"));
      firstIsIn.await();
      Future<String> second = callers.submit(() -> commit.submit("second"));

      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("first");
      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("second");
    }
  }

  @Test
  void failsOnlyTheCulpritOfARefusedBatch() throws Exception {
    var sink =
        new Sink(batch -> {
          if (batch.contains("x")) {
            throw new Refused();
          }
          return batch;
        });
    try (var commit = new GroupCommit<>("test", sink, LIMITS);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> good = new ArrayList<>();
      for (String item : List.of("a", "b", "c", "d", "e", "f")) {
        good.add(callers.submit(() -> commit.submit(item)));
      }
      Future<String> bad = callers.submit(() -> commit.submit("x"));
      for (Future<String> each : good) {
        each.get();
      }
      assertThatThrownBy(bad::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(Refused.class);
    }
  }

  @Test
  void readsBackAnUnknownOutcomeAndWritesOnlyTheRestAgain() {
    var calls = new AtomicInteger();
    var sink = new Sink[1];
    sink[0] =
        new Sink(batch -> {
          if (calls.getAndIncrement() == 0) {
            sink[0].written.add(batch.getFirst());
            throw new Broken();
          }
          return batch;
        });
    try (var commit = new GroupCommit<>("test", sink[0], LIMITS)) {
      assertThat(commit.submit("a")).isEqualTo("read a");
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void triesAgainWhileItsStoreIsAway() {
    var calls = new AtomicInteger();
    var sink =
        new Sink(batch -> {
          if (calls.getAndIncrement() < 3) {
            throw new Away();
          }
          return batch;
        });
    try (var commit = new GroupCommit<>("test", sink, LIMITS)) {
      assertThat(commit.submit("a")).isEqualTo("a");
      assertThat(calls).hasValue(4);
    }
  }

  @Test
  void givesUpWhenItsPatienceIsOver() {
    var sink =
        new Sink(_ -> {
          throw new Away();
        });
    try (var commit = new GroupCommit<>("test", sink, LIMITS.with(Duration.ofMillis(20)))) {
      assertThatThrownBy(() -> commit.submit("a")).isInstanceOf(Away.class);
    }
  }

  @Test
  void neverPutsAKeyTwiceIntoABatchAndKeepsItsOrder() throws Exception {
    var letGo = new CountDownLatch(1);
    var sink =
        new Sink(batch -> {
          await(letGo);
          return batch;
        });
    try (var commit = new GroupCommit<>("test", sink, LIMITS)) {
      CompletableFuture<List<String>> all = new CompletableFuture<>();
      Thread.startVirtualThread(
          () -> all.complete(commit.submitAll(List.of("z", "a1", "a2", "b1", "a3"))));
      letGo.countDown();
      assertThat(all.get()).containsExactly("z", "a1", "a2", "b1", "a3");
    }
    for (List<String> batch : sink.batches) {
      assertThat(batch.stream().map(it -> it.charAt(0))).doesNotHaveDuplicates();
    }
    assertThat(sink.batches.stream().flatMap(List::stream).filter(it -> it.startsWith("a")))
        .containsExactly("a1", "a2", "a3");
  }

  @Test
  void anErrorReachesTheCallerAndTheNextBatchIsWritten() {
    var calls = new AtomicInteger();
    var sink =
        new Sink(batch -> {
          if (calls.getAndIncrement() == 0) {
            throw new StackOverflowError("deep");
          }
          return batch;
        });
    try (var commit = new GroupCommit<>("test", sink, LIMITS)) {
      assertThatThrownBy(() -> commit.submit("a")).isInstanceOf(StackOverflowError.class);
      assertThat(commit.submit("b")).isEqualTo("b");
    }
  }

  @Test
  void refusesWhatComesAfterItsClose() {
    var commit = new GroupCommit<>("test", new Sink(batch -> batch), LIMITS);
    commit.close();
    assertThatThrownBy(() -> commit.submit("a")).isInstanceOf(IllegalStateException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
