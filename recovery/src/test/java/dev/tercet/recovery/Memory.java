package dev.tercet.recovery;

import dev.tercet.saga.RecoveryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a purge remembers, and batches that are prepared for it. */
final class Memory implements RecoveryStore {
  private final InstantSource clock;
  private final Map<String, Instant> successes = new HashMap<>();

  /** What the next calls of {@link #purge} remove; nothing when it is empty. */
  final Deque<Purged> batches = new ArrayDeque<>();

  /** The limits of every call. */
  final List<List<@Nullable Duration>> limits = new ArrayList<>();

  Memory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Purged purge(
      @Nullable Duration done, @Nullable Duration failed, @Nullable Duration audit, int limit) {
    List<@Nullable Duration> asked = new ArrayList<>();
    asked.add(done);
    asked.add(failed);
    asked.add(audit);
    limits.add(asked);
    Purged next = batches.poll();
    return next == null ? new Purged(0, 0, 0, 0) : next;
  }

  @Override
  public @Nullable Instant lastSuccess(String task) {
    return successes.get(task);
  }

  @Override
  public void succeeded(String task) {
    successes.put(task, clock.instant());
  }

  @Override
  public Optional<RunLock> tryLock(@Nullable UUID project) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ended(Run run) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Run> runs(int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int cursor() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cursor(int bucket) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable CollectionRecord collection(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<CollectionRecord> collections() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void chosen(String name, String model) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void retired(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CollectionRecord creating(String name, String model, int dimension) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void refilled(String name) {
    throw new UnsupportedOperationException();
  }
}
