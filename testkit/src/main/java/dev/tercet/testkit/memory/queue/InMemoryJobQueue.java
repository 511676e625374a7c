package dev.tercet.testkit.memory.queue;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Redis in memory: three streams, their groups, a marker, and the power to forget everything.
 *
 * <p>A wait in {@link #take} passes in real time, since it waits for another thread; idle times are
 * measured on the given clock.
 */
public final class InMemoryJobQueue implements JobQueue {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private final InstantSource clock;
  private final Duration longestWait;
  private boolean woken;
  private Map<QueueName, HintStream> streams = new EnumMap<>(QueueName.class);
  private InMemoryRoundRobin weights = new InMemoryRoundRobin();
  private @Nullable String marker;
  private String runId = UUID.randomUUID().toString();

  public InMemoryJobQueue(InstantSource clock) {
    this(clock, Duration.ofMinutes(1));
  }

  /** One that makes nobody wait for longer, for workers whose passes are called by hand. */
  public InMemoryJobQueue(InstantSource clock, Duration longestWait) {
    this.clock = clock;
    this.longestWait = longestWait;
  }

  @Override
  public Publication publish(Hint hint, QueueName queue) {
    return locked(() -> {
      String incarnation = marker == null ? UUID.randomUUID().toString() : marker;
      marker = incarnation;
      EntryId id = streams.computeIfAbsent(queue, _ -> new HintStream()).add(hint, clock.instant());
      changed.signalAll();
      return new Publication(hint, queue, id.position(), incarnation);
    });
  }

  @Override
  public List<Delivery> take(UUID session, int max, Duration wait) {
    lock.lock();
    try {
      long left = Math.min(wait.toNanos(), longestWait.toNanos());
      List<Delivery> taken = takeNow(max);
      while (taken.isEmpty() && left > 0 && !woken) {
        left = changed.awaitNanos(left);
        taken = takeNow(max);
      }
      woken = false;
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    run(() -> {
      woken = true;
      changed.signalAll();
    });
  }

  private <T> T locked(Supplier<T> act) {
    lock.lock();
    try {
      return act.get();
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable act) {
    lock.lock();
    try {
      act.run();
    } finally {
      lock.unlock();
    }
  }

  private List<Delivery> takeNow(int max) {
    List<Delivery> taken = new ArrayList<>();
    while (taken.size() < max) {
      Optional<QueueName> queue =
          weights.next(name -> streams.containsKey(name) && stream(name).hasNew());
      if (queue.isEmpty()) {
        break;
      }
      taken.addAll(deliveries(queue.get(), stream(queue.get()).deliver(1, clock.instant())));
    }
    return taken;
  }

  private HintStream stream(QueueName queue) {
    return streams.getOrDefault(queue, new HintStream());
  }

  private static List<Delivery> deliveries(QueueName queue, List<Map.Entry<EntryId, Hint>> handed) {
    return handed.stream()
        .map(entry ->
            new Delivery(
                queue,
                entry.getKey().position(),
                entry.getValue(),
                Instant.ofEpochMilli(entry.getKey().milliseconds())))
        .toList();
  }

  @Override
  public void settle(Collection<Delivery> deliveries) {
    run(() -> {
      deliveries.forEach(
          delivery -> stream(delivery.queue()).settle(EntryId.of(delivery.position())));
    });
  }

  @Override
  public List<Delivery> takeStranded(UUID session, Duration idle, int max) {
    return locked(() -> {
      Instant now = clock.instant();
      List<Delivery> taken = new ArrayList<>();
      for (QueueName queue : QueueName.values()) {
        taken.addAll(
            deliveries(queue, stream(queue).takeOver(now.minus(idle), max - taken.size(), now)));
      }
      return taken;
    });
  }

  @Override
  public List<Delivery> stranded(Duration idle, int max) {
    return locked(() -> {
      Instant latest = clock.instant().minus(idle);
      return Arrays.stream(QueueName.values())
          .flatMap(queue -> deliveries(queue, stream(queue).stranded(latest)).stream())
          .limit(max)
          .toList();
    });
  }

  @Override
  public List<Delivery> abandoned(int max) {
    return locked(() -> {
      return Arrays.stream(QueueName.values())
          .flatMap(queue -> deliveries(queue, stream(queue).abandoned()).stream())
          .limit(max)
          .toList();
    });
  }

  @Override
  public Map<QueueName, Long> depth() {
    return locked(() -> {
      Map<QueueName, Long> depth = new EnumMap<>(QueueName.class);
      for (QueueName queue : QueueName.values()) {
        depth.put(queue, (long) stream(queue).size());
      }
      return depth;
    });
  }

  @Override
  public void configure(Map<QueueName, Integer> newWeights, Set<QueueName> paused) {
    run(() -> {
      weights.configure(newWeights, paused);
      changed.signalAll();
    });
  }

  @Override
  public String incarnation() {
    return locked(() -> marker + "/" + runId);
  }

  @Override
  public InMemorySearch search(
      Map<QueueName, ClaimedSoFar> claimed, Duration requeueAfter, boolean all) {
    return locked(() -> {
      Map<QueueName, EntryId> passed = new EnumMap<>(QueueName.class);
      streams.forEach((queue, stream) -> passed.put(queue, stream.lastDelivered()));
      return new InMemorySearch(passed);
    });
  }

  @Override
  public List<LostMessage> lost(MessageSearch search, List<Publication> queued) {
    if (!(search instanceof InMemorySearch before)) {
      throw new IllegalArgumentException("a search that another kind of queue began");
    }
    return locked(() -> {
      List<LostMessage> lost = new ArrayList<>();
      for (Publication it : queued) {
        boolean stands = stream(it.queue()).has(EntryId.of(it.position()), it.hint());
        if (!stands || (before.hasPassed(it) && !isInHand(it))) {
          lost.add(new LostMessage(it, stands));
        }
      }
      return lost;
    });
  }

  /** Whether it was delivered to somebody who has not settled it. */
  public boolean isInHand(Publication publication) {
    return locked(() -> stream(publication.queue()).isPending(EntryId.of(publication.position())));
  }

  @Override
  public boolean holdsAnyPublishedBy(Instant time) {
    return locked(() ->
        streams.values().stream()
            .map(HintStream::oldest)
            .anyMatch(oldest -> oldest != null && oldest.milliseconds() <= time.toEpochMilli()));
  }

  /** Somebody does that to every stream. */
  public void suffer(Mishap mishap) {
    run(() -> {
      if (mishap == Mishap.RENAMED) {
        streams = new EnumMap<>(QueueName.class);
      } else {
        streams.values().forEach(stream -> stream.suffer(mishap));
      }
    });
  }

  /** Loses everything, as FLUSHALL does: streams, groups, marker, and the copy of the weights. */
  public void flushAll() {
    run(() -> {
      streams = new EnumMap<>(QueueName.class);
      weights = new InMemoryRoundRobin();
      marker = null;
    });
  }

  /** Restarts with all its data: only the run id is another. */
  public void restart() {
    run(() -> {
      runId = UUID.randomUUID().toString();
    });
  }

  /** Everything that stands in the streams, delivered or not. */
  public List<Publication> entries() {
    return locked(() -> {
      List<Publication> entries = new ArrayList<>();
      String incarnation = marker == null ? "" : marker;
      streams.forEach((queue, stream) ->
          stream
              .hints()
              .forEach((id, hint) ->
                  entries.add(new Publication(hint, queue, id.position(), incarnation))));
      return entries;
    });
  }
}
