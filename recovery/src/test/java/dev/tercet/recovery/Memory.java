package dev.tercet.recovery;

import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a purge remembers, and batches that are prepared for it. */
final class Memory implements RunStore, RetentionStore {
  private final InstantSource clock;
  private final Map<String, TaskState> tasks = new HashMap<>();

  /** What the next purges of a kind do; they find nothing when it is empty. */
  final Map<RetentionKind, Deque<Supplier<Purged>>> batches = new EnumMap<>(RetentionKind.class);

  /** How old what each kind's purge asked for must be. */
  final Map<RetentionKind, Duration> asked = new EnumMap<>(RetentionKind.class);

  /** How often anything was asked. */
  int calls;

  Memory(InstantSource clock) {
    this.clock = clock;
  }

  void next(RetentionKind kind, Supplier<Purged> batch) {
    batches.computeIfAbsent(kind, _ -> new ArrayDeque<>()).add(batch);
  }

  @Override
  public Purged purge(RetentionKind kind, Duration age, int limit) {
    calls++;
    asked.put(kind, age);
    Supplier<Purged> next = batches.getOrDefault(kind, new ArrayDeque<>()).poll();
    return next == null ? new Purged(0, false) : next.get();
  }

  @Override
  public Tasks tasks() {
    calls++;
    return new Tasks(clock.instant(), Map.copyOf(tasks));
  }

  @Override
  public @Nullable Instant lastSuccess(String task) {
    return tasks.getOrDefault(task, TaskState.NEW).succeededAt();
  }

  @Override
  public void succeeded(String task) {
    tasks.put(task, new TaskState(clock.instant(), 0, null, null));
  }

  @Override
  public void failed(String task, String fault) {
    TaskState before = tasks.getOrDefault(task, TaskState.NEW);
    tasks.put(
        task, new TaskState(before.succeededAt(), before.failures() + 1, clock.instant(), fault));
  }

  @Override
  public Optional<RunLock> tryLock(@Nullable UUID project) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ended(Run run, @Nullable String task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Run> newest(int limit) {
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
  public Numbered number(long seen, Duration grace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Numbered numbered(long seen, Duration grace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean foldCounts() {
    throw new UnsupportedOperationException();
  }
}
