package dev.tercet.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ManyMessagesTest {
  private static final int MESSAGES = 9_999;
  private static final int WORKERS = 3;

  private final TestRedis redis = new TestRedis();
  private final JobQueue queue = redis.queue();
  private final AtomicInteger left = new AtomicInteger(MESSAGES);

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void bringsTheMessagesOfManyCallersToTheirWorkersOnceEach() throws Exception {
    List<Hint> published = new ArrayList<>();
    List<Hint> delivered = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Hint>>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(threads.submit(this::workUntilNothingIsLeft));
      }
      for (Future<Publication> each : threads.invokeAll(callers())) {
        published.add(each.get().hint());
      }
      for (Future<List<Hint>> worker : workers) {
        delivered.addAll(worker.get());
      }
    }
    assertThat(delivered).hasSize(MESSAGES).containsExactlyInAnyOrderElementsOf(published);
    assertThat(queue.depth().values()).containsOnly(0L);
  }

  private List<Callable<Publication>> callers() {
    List<Callable<Publication>> callers = new ArrayList<>();
    for (int i = 0; i < MESSAGES / 3; i++) {
      for (QueueName name : QueueName.values()) {
        callers.add(() -> queue.publish(new Hint(UUID.randomUUID(), 1), name));
      }
    }
    return callers;
  }

  private List<Hint> workUntilNothingIsLeft() {
    UUID session = UUID.randomUUID();
    List<Hint> seen = new ArrayList<>();
    while (left.get() > 0) {
      List<Delivery> taken = queue.take(session, 200, Duration.ofMillis(100));
      queue.settle(taken);
      taken.forEach(it -> seen.add(it.hint()));
      left.addAndGet(-taken.size());
    }
    return seen;
  }
}
