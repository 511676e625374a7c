package dev.tercet.testkit.memory;

import dev.tercet.saga.Delivery;
import dev.tercet.saga.Hint;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.Publication;
import dev.tercet.saga.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
  private boolean woken;
  private Map<QueueName, HintStream> streams = new EnumMap<>(QueueName.class);
  private Weights weights = new Weights();
  private @Nullable String marker;
  private String runId = UUID.randomUUID().toString();

  public InMemoryJobQueue(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Publication publish(Hint hint, QueueName queue) {
    lock.lock();
    try {
      String incarnation = marker == null ? UUID.randomUUID().toString() : marker;
      marker = incarnation;
      EntryId id = streams.computeIfAbsent(queue, _ -> new HintStream()).add(hint, clock.instant());
      changed.signalAll();
      return new Publication(hint, queue, id.toString(), incarnation);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Delivery> take(UUID session, int max, Duration wait) {
    lock.lock();
    try {
      long left = wait.toNanos();
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
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
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
        .map(entry -> new Delivery(queue, entry.getKey().toString(), entry.getValue()))
        .toList();
  }

  @Override
  public void settle(Collection<Delivery> deliveries) {
    lock.lock();
    try {
      deliveries.forEach(
          delivery -> stream(delivery.queue()).settle(EntryId.of(delivery.messageId())));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Delivery> takeStranded(UUID session, Duration idle, int max) {
    lock.lock();
    try {
      Instant now = clock.instant();
      List<Delivery> taken = new ArrayList<>();
      for (QueueName queue : QueueName.values()) {
        taken.addAll(
            deliveries(queue, stream(queue).takeOver(now.minus(idle), max - taken.size(), now)));
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Delivery> stranded(Duration idle, int max) {
    lock.lock();
    try {
      Instant latest = clock.instant().minus(idle);
      return Arrays.stream(QueueName.values())
          .flatMap(queue -> deliveries(queue, stream(queue).stranded(latest)).stream())
          .limit(max)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Delivery> abandoned(int max) {
    lock.lock();
    try {
      return Arrays.stream(QueueName.values())
          .flatMap(queue -> deliveries(queue, stream(queue).abandoned()).stream())
          .limit(max)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<QueueName, Long> depth() {
    lock.lock();
    try {
      Map<QueueName, Long> depth = new EnumMap<>(QueueName.class);
      for (QueueName queue : QueueName.values()) {
        depth.put(queue, (long) stream(queue).size());
      }
      return depth;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void steer(Map<QueueName, Integer> newWeights, Set<QueueName> paused) {
    lock.lock();
    try {
      weights.steer(newWeights, paused);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Head> heads() {
    lock.lock();
    try {
      return Arrays.stream(QueueName.values()).map(this::head).toList();
    } finally {
      lock.unlock();
    }
  }

  private Head head(QueueName queue) {
    HintStream stream = streams.get(queue);
    if (stream == null) {
      return new Head(queue, marker, runId, null, null, null);
    }
    EntryId oldest = stream.oldest();
    return new Head(
        queue,
        marker,
        runId,
        oldest == null ? null : oldest.toString(),
        stream.lastGenerated().toString(),
        stream.lastDelivered().toString());
  }

  @Override
  public Set<Publication> present(Collection<Publication> publications) {
    lock.lock();
    try {
      Set<Publication> present = new HashSet<>();
      for (Publication publication : publications) {
        EntryId id = EntryId.of(publication.messageId());
        if (stream(publication.queue()).has(id, publication.hint())) {
          present.add(publication);
        }
      }
      return present;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Set<Publication> pending(Collection<Publication> publications) {
    lock.lock();
    try {
      Set<Publication> pending = new HashSet<>();
      for (Publication publication : publications) {
        if (stream(publication.queue()).isPending(EntryId.of(publication.messageId()))) {
          pending.add(publication);
        }
      }
      return pending;
    } finally {
      lock.unlock();
    }
  }

  /** Somebody does that to every stream. */
  public void suffer(Mishap mishap) {
    lock.lock();
    try {
      if (mishap == Mishap.RENAMED) {
        streams = new EnumMap<>(QueueName.class);
      } else {
        streams.values().forEach(stream -> stream.suffer(mishap));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Loses everything, as FLUSHALL does: streams, groups, marker, and the copy of the weights. */
  public void flushAll() {
    lock.lock();
    try {
      streams = new EnumMap<>(QueueName.class);
      weights = new Weights();
      marker = null;
    } finally {
      lock.unlock();
    }
  }

  /** Restarts with all its data: only the run id is another. */
  public void restart() {
    lock.lock();
    try {
      runId = UUID.randomUUID().toString();
    } finally {
      lock.unlock();
    }
  }

  /** Everything that stands in the streams, delivered or not. */
  public List<Publication> entries() {
    lock.lock();
    try {
      List<Publication> entries = new ArrayList<>();
      String incarnation = marker == null ? "" : marker;
      streams.forEach((queue, stream) ->
          stream
              .hints()
              .forEach((id, hint) ->
                  entries.add(new Publication(hint, queue, id.toString(), incarnation))));
      return entries;
    } finally {
      lock.unlock();
    }
  }
}
