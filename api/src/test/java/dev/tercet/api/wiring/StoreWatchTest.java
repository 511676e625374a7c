package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreWatchTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Between two looks at the state of a thread, which gives no signal. */
  private static final Duration LOOK = Duration.ofMillis(1);

  private final StoreStates states = new StoreStates(EnumSet.allOf(Store.class));
  private final List<Store> looks = new CopyOnWriteArrayList<>();
  private final Map<Store, Runnable> answers = new ConcurrentHashMap<>();
  private final Map<Store, Runnable> places = new ConcurrentHashMap<>();
  private final AtomicInteger beginnings = new AtomicInteger();
  private volatile Runnable begin = () -> {};
  private final StoreWatch watch = new StoreWatch(new Stores(), states);

  /** Three stores that do what a test wants. */
  private final class Stores implements StoreWatch.Watched {
    @Override
    public String place(Store store) {
      places.getOrDefault(store, () -> {}).run();
      return "there";
    }

    @Override
    public Duration look(Store store) {
      looks.add(store);
      answers.getOrDefault(store, () -> {}).run();
      return Duration.ofMillis(10);
    }

    @Override
    public void begin() {
      beginnings.incrementAndGet();
      begin.run();
    }
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void looksAtNoOtherStoreBeforeTheLedgerHasAnswered() throws Exception {
    answers.put(Store.POSTGRES, () -> throwOnce(Store.POSTGRES, away(Store.POSTGRES)));
    watch.start();

    assertThat(watch.awaitReady(LONG)).isTrue();
    assertThat(looks).startsWith(Store.POSTGRES, Store.POSTGRES);
    assertThat(beginnings).hasValue(1);
  }

  @Test
  void isReadyWithoutAStoreThatNobodyWatches() throws Exception {
    var two = new StoreStates(EnumSet.of(Store.POSTGRES, Store.QDRANT));
    try (var other = new StoreWatch(new Stores(), two)) {
      other.start();

      assertThat(other.awaitReady(LONG)).isTrue();
      assertThat(looks).contains(Store.POSTGRES, Store.QDRANT).doesNotContain(Store.REDIS);
      assertThat(two.reasons()).containsOnlyKeys(Store.POSTGRES, Store.QDRANT);
    }
  }

  @Test
  void notesThatAStoreHasNoRoomUntilItAnswers() throws Exception {
    var seen = new CopyOnWriteArrayList<Boolean>();
    answers.put(
        Store.POSTGRES,
        () -> {
          answers.put(Store.POSTGRES, () -> seen.add(states.isFull(Store.POSTGRES)));
          throw new StoreFullException(Store.POSTGRES, "no room", new IllegalStateException());
        });
    watch.start();

    assertThat(watch.awaitReady(LONG)).isTrue();
    assertThat(seen).startsWith(true);
    assertThat(states.isFull(Store.POSTGRES)).isFalse();
  }

  @Test
  void beginsAgainWhenBeginningFailed() throws Exception {
    begin =
        () -> {
          begin = () -> {};
          throw away(Store.POSTGRES);
        };
    watch.start();

    assertThat(watch.awaitReady(LONG)).isTrue();
    assertThat(beginnings).hasValue(2);
    assertThat(states.allUp()).isTrue();
  }

  @Test
  void beginsForNoOtherStoreWhileAFailedBeginningIsBeingToldOf() throws Exception {
    var redis = new AtomicReference<Thread>();
    var failed = new CountDownLatch(1);
    places.put(
        Store.REDIS,
        () -> {
          redis.set(Thread.currentThread());
          await(failed);
        });
    begin =
        () -> {
          begin = () -> {};
          places.put(
              Store.QDRANT,
              () -> {
                places.remove(Store.QDRANT);
                failed.countDown();
                awaitTurnOrBeginning(redis.get());
              });
          throw away(Store.POSTGRES);
        };
    answers.put(Store.QDRANT, () -> awaitWatch(redis));
    watch.start();

    assertThat(watch.awaitReady(LONG)).isTrue();
    assertThat(beginnings).hasValue(2);
    assertThat(states.allUp()).isTrue();
  }

  /** Until the watch waits for its turn to begin, or has begun. */
  private void awaitTurnOrBeginning(Thread watch) {
    while (watch.getState() != Thread.State.BLOCKED && beginnings.get() < 2) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private static void awaitWatch(AtomicReference<Thread> watch) {
    while (watch.get() == null) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  @Test
  void blamesNoStoreForAnotherOnceWorkHasBegun() throws Exception {
    watch.start();
    assertThat(watch.awaitReady(LONG)).isTrue();
    var twice = new CountDownLatch(2);
    answers.put(Store.QDRANT, () -> fail(away(Store.QDRANT)));
    answers.put(
        Store.REDIS,
        () -> {
          if (!states.allUp()) {
            twice.countDown();
          }
          fail(away(Store.POSTGRES));
        });

    await(twice);
    assertThat(states.reasons())
        .containsEntry(Store.REDIS, "")
        .containsEntry(Store.QDRANT, "there: gone");
  }

  @Test
  void beginsNothingAfterItWasClosed() throws Exception {
    var redisAnswered = new CountDownLatch(2);
    var looked = new CountDownLatch(1);
    answers.put(Store.REDIS, redisAnswered::countDown);
    answers.put(
        Store.QDRANT,
        () -> {
          await(redisAnswered);
          watch.close();
          looked.countDown();
        });
    watch.start();

    await(looked);
    assertThat(watch.awaitReady(Duration.ofMillis(100))).isFalse();
    assertThat(beginnings).hasValue(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void throwOnce(Store store, RuntimeException failure) {
    answers.remove(store);
    throw failure;
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }

  private static StoreUnavailableException away(Store store) {
    return new StoreUnavailableException(store, "gone", new IllegalStateException());
  }
}
