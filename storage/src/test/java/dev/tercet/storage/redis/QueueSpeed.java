package dev.tercet.storage.redis;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures the queues by hand: 500 callers publish, then three workers take and settle. */
final class QueueSpeed {
  private static final int CALLERS = 500;
  private static final int MESSAGES = 100_000;

  private QueueSpeed() {}

  /** Runs three rounds and prints what each came to. */
  public static void main(String[] arguments) throws InterruptedException {
    try (var redis = new TestRedis()) {
      JobQueue queue = redis.queue();
      for (int round = 0; round < 3; round++) {
        report("publishes", publish(queue));
        report("takes and settlements", take(queue, 3));
        publish(queue);
        report("takes and settlements of one worker", take(queue, 1));
      }
    }
  }

  private static void report(String what, Duration time) {
    System.out.printf("%,9d %s/s%n", MESSAGES * 1_000L / time.toMillis(), what);
  }

  private static Duration publish(JobQueue queue) throws InterruptedException {
    long start = System.nanoTime();
    var left = new AtomicInteger(MESSAGES);
    all(
        CALLERS,
        () -> {
          int number = left.getAndDecrement();
          while (number > 0) {
            queue.publish(new Hint(UUID.randomUUID(), number), QueueName.DEFAULT);
            number = left.getAndDecrement();
          }
        });
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Duration take(JobQueue queue, int workers) throws InterruptedException {
    long start = System.nanoTime();
    var left = new AtomicInteger(MESSAGES);
    all(
        workers,
        () -> {
          UUID session = UUID.randomUUID();
          while (left.get() > 0) {
            List<Delivery> taken = queue.take(session, 256, Duration.ofMillis(10));
            queue.settle(taken);
            left.addAndGet(-taken.size());
          }
        });
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void all(int count, Runnable work) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        threads.execute(work);
      }
    }
  }
}
