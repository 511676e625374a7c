package dev.tercet.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnstileTest {

  @Test
  void replaysTheSameOrderFromTheSameSeed() {
    List<String> first = traceOfThreeWriters(42);

    assertThat(first).hasSize(3 + 3 * 4);
    for (int again = 0; again < 5; again++) {
      assertThat(traceOfThreeWriters(42)).isEqualTo(first);
    }
  }

  @Test
  void drawsOtherOrdersFromOtherSeeds() {
    Set<List<String>> traces = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      traces.add(traceOfThreeWriters(seed));
    }

    assertThat(traces).hasSizeGreaterThan(15);
  }

  private static List<String> traceOfThreeWriters(long seed) {
    Turnstile turnstile = new Turnstile(seed);
    Counter counter = turnstile.around(Counter.class, Counter.inMemory());
    turnstile.run(writers(counter, 3));
    return turnstile.trace();
  }

  @Test
  void findsTheLostUpdateOfACarelessProgram() {
    Set<Long> results = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      Counter real = Counter.inMemory();
      Turnstile turnstile = new Turnstile(seed);
      turnstile.run(writers(turnstile.around(Counter.class, real), 2));
      results.add(real.value());
    }

    assertThat(results).as("some orders lose updates, some do not").hasSizeGreaterThan(1);
  }

  /** Each reads and writes twice, so that another may come in between. */
  private static List<Runnable> writers(Counter counter, int count) {
    return IntStream.range(0, count)
        .<Runnable>mapToObj(_ ->
            () -> {
              counter.set(counter.value() + 1);
              counter.set(counter.value() + 1);
            })
        .toList();
  }

  @Test
  void passesOverAThreadThatWaitsForAnother() {
    for (int seed = 0; seed < 20; seed++) {
      Turnstile turnstile = new Turnstile(seed);
      Counter counter = turnstile.around(Counter.class, Counter.inMemory());
      CountDownLatch ready = new CountDownLatch(1);

      turnstile.run(
          List.of(
              () -> {
                await(ready);
                counter.add(1);
              },
              () -> {
                counter.add(1);
                ready.countDown();
                counter.add(1);
              }));

      assertThat(counter.value()).isEqualTo(3);
    }
  }

  @Test
  void ordersTheThreadsThatItsThreadsStart() {
    List<String> first = traceOfAFan(7);

    assertThat(first).filteredOn(step -> step.endsWith("Counter.add")).hasSize(6);
    assertThat(traceOfAFan(7)).isEqualTo(first);
  }

  private static List<String> traceOfAFan(long seed) {
    Turnstile turnstile = new Turnstile(seed);
    Counter counter = turnstile.around(Counter.class, Counter.inMemory());
    turnstile.run(
        List.of(() -> {
          try (ExecutorService workers = Executors.newThreadPerTaskExecutor(turnstile.threads())) {
            for (int n = 0; n < 3; n++) {
              workers.execute(() -> {
                counter.add(1);
                counter.add(1);
              });
            }
          }
        }));
    return turnstile.trace();
  }

  @Test
  void tellsTheSeedOfAFailure() {
    Turnstile turnstile = new Turnstile(99);

    assertThatThrownBy(() ->
            turnstile.run(
                List.of(() -> {
                  throw new IllegalStateException("broken");
                })))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 99")
        .hasRootCauseMessage("broken");
  }

  @Test
  void tellsWhenNobodyCanGoOn() {
    Turnstile turnstile = new Turnstile(5, Duration.ofMillis(100));
    CountDownLatch never = new CountDownLatch(1);

    try {
      assertThatThrownBy(() -> turnstile.run(List.of(() -> await(never))))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("seed 5: nobody goes on");
    } finally {
      never.countDown();
    }
  }

  @Test
  void takesACrashForTheEndOfAThread() {
    Turnstile turnstile = new Turnstile(1);
    Counter real = Counter.inMemory();

    turnstile.run(
        List.of(
            () -> {
              throw new SimulatedCrash("here");
            },
            () -> real.add(1)));

    assertThat(real.value()).isEqualTo(1);
    assertThat(turnstile.trace()).anyMatch(step -> step.contains("died"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
