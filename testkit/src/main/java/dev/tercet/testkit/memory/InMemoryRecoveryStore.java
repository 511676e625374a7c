package dev.tercet.testkit.memory;

import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.Retained;
import dev.tercet.testkit.memory.Reconciling.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What recovery remembers, as one process of it sees it: the locks are the process' own. */
final class InMemoryRecoveryStore implements RecoveryStore {
  private static final int RUNS_KEPT = 1_000;

  private final Tables tables;
  private final Retention retention;

  InMemoryRecoveryStore(Tables tables) {
    this.tables = tables;
    retention = new Retention(tables);
  }

  @Override
  public Optional<RunLock> tryLock(@Nullable UUID project) {
    String name = project == null ? "everything" : project.toString();
    Lock lock = new Lock(this, UUID.randomUUID());
    return tables.transact(() ->
        tables.reconciling.locks.putIfAbsent(name, lock) == null
            ? Optional.of(new Held(name, lock))
            : Optional.empty());
  }

  /** A lock of that name, as long as nobody else has it. */
  private final class Held implements RunLock {
    private final String name;
    private final Lock lock;

    Held(String name, Lock lock) {
      this.name = name;
      this.lock = lock;
    }

    @Override
    public void close() {
      tables.transact(() -> tables.reconciling.locks.remove(name, lock));
    }
  }

  @Override
  public void ended(Run run, @Nullable String task) {
    tables.transact(() -> {
      if (task != null) {
        succeeded(task);
      }
      List<Run> runs = tables.reconciling.runs;
      if (runs.stream().noneMatch(known -> known.id().equals(run.id()))) {
        runs.add(run);
        runs.sort(Comparator.comparing(Run::finishedAt).reversed());
        runs.subList(Math.min(RUNS_KEPT, runs.size()), runs.size()).clear();
      }
      return true;
    });
  }

  @Override
  public List<Run> runs(int limit) {
    return tables.transact(() -> tables.reconciling.runs.stream().limit(limit).toList());
  }

  @Override
  public Tasks tasks() {
    return tables.transact(() -> new Tasks(tables.now(), Map.copyOf(tables.reconciling.tasks)));
  }

  @Override
  public @Nullable Instant lastSuccess(String task) {
    return tasks().of(task).succeededAt();
  }

  @Override
  public void succeeded(String task) {
    tables.transact(
        () -> tables.reconciling.tasks.put(task, new TaskState(tables.now(), 0, null, null)));
  }

  @Override
  public void failed(String task, String fault) {
    tables.transact(() -> {
      TaskState before = tables.reconciling.tasks.getOrDefault(task, TaskState.NEW);
      return tables.reconciling.tasks.put(
          task, new TaskState(before.succeededAt(), before.failures() + 1, tables.now(), fault));
    });
  }

  @Override
  public int cursor() {
    return tables.transact(() -> tables.reconciling.cursor);
  }

  @Override
  public void cursor(int bucket) {
    tables.transact(() -> tables.reconciling.cursor = bucket);
  }

  @Override
  public @Nullable CollectionRecord collection(String name) {
    return tables
        .transact(() -> Optional.ofNullable(tables.reconciling.collections.get(name)))
        .orElse(null);
  }

  @Override
  public List<CollectionRecord> collections() {
    return tables.transact(
        () -> List.copyOf(tables.reconciling.collections.sequencedValues().reversed()));
  }

  @Override
  public CollectionRecord creating(String name, String model, int dimension) {
    return tables.transact(() -> {
      CollectionRecord created =
          new CollectionRecord(
              name, model, dimension, UUID.randomUUID().toString(), true, null, false);
      tables.reconciling.verifiedBuckets.clear();
      tables.reconciling.verifiedProjects.clear();
      boolean known = tables.reconciling.collections.containsKey(name);
      if (known) {
        tables.reconciling.collections.replace(name, created);
      } else {
        tables.reconciling.collections.putLast(name, created);
      }
      return created;
    });
  }

  @Override
  public void chosen(String name, String model) {
    tables.transact(() -> {
      CollectionRecord known = tables.reconciling.collections.get(name);
      if (known != null) {
        boolean others =
            tables.reconciling.collections.values().stream()
                .anyMatch(it -> !it.retired() && !it.name().equals(name));
        tables.reconciling.collections.putLast(
            name,
            new CollectionRecord(
                name,
                model,
                known.dimension(),
                known.incarnation(),
                known.refilling() || others,
                known.refilledTo(),
                false));
      }
      return true;
    });
  }

  @Override
  public void refilledTo(CollectionRecord seen, UUID point) {
    changeSame(seen, it -> in(it, it.refilling(), point, it.retired()));
  }

  @Override
  public void refilled(CollectionRecord seen) {
    changeSame(seen, it -> in(it, false, it.refilledTo(), it.retired()));
  }

  private void changeSame(CollectionRecord seen, UnaryOperator<CollectionRecord> change) {
    change(seen.name(), it -> it.incarnation().equals(seen.incarnation()) ? change.apply(it) : it);
  }

  private boolean isSame(CollectionRecord seen) {
    CollectionRecord now = tables.reconciling.collections.get(seen.name());
    return now != null && now.incarnation().equals(seen.incarnation());
  }

  @Override
  public void retired(String name) {
    change(name, it -> in(it, false, it.refilledTo(), true));
  }

  private void change(String name, UnaryOperator<CollectionRecord> change) {
    tables.transact(() -> {
      tables.reconciling.collections.computeIfPresent(name, (_, it) -> change.apply(it));
      return true;
    });
  }

  private static CollectionRecord in(
      CollectionRecord it, boolean refilling, @Nullable UUID refilledTo, boolean retired) {
    return new CollectionRecord(
        it.name(), it.model(), it.dimension(), it.incarnation(), refilling, refilledTo, retired);
  }

  @Override
  public Numbered number(long seen, Duration grace) {
    return tables.transact(() -> {
      Reconciling mine = tables.reconciling;
      mine.wentBackAt = wentBackAt(seen, grace);
      mine.number = Math.max(mine.number, seen) + 1;
      return new Numbered(mine.number, mine.wentBackAt, tables.now());
    });
  }

  @Override
  public Numbered numbered(long seen, Duration grace) {
    return tables.transact(
        () -> new Numbered(tables.reconciling.number, wentBackAt(seen, grace), tables.now()));
  }

  @Override
  public void verified(CollectionRecord seen, Collection<Integer> buckets, Instant at) {
    tables.transact(() -> {
      if (isSame(seen)) {
        buckets.forEach(bucket ->
            tables.reconciling.verifiedBuckets.merge(bucket, at, InMemoryRecoveryStore::later));
      }
      return true;
    });
  }

  @Override
  public void verified(CollectionRecord seen, UUID project, Instant at) {
    tables.transact(() -> {
      if (isSame(seen)) {
        tables.reconciling.verifiedProjects.merge(project, at, InMemoryRecoveryStore::later);
      }
      return true;
    });
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public @Nullable Instant verifiedThrough() {
    return tables
        .transact(() -> {
          Map<Integer, Instant> known = tables.reconciling.verifiedBuckets;
          return known.size() < EmbeddingId.BUCKETS
              ? Optional.<Instant>empty()
              : known.values().stream().min(Instant::compareTo);
        })
        .orElse(null);
  }

  @Override
  public @Nullable Instant verifiedThrough(UUID project) {
    Instant all = verifiedThrough();
    Optional<Instant> own =
        tables.transact(
            () -> Optional.ofNullable(tables.reconciling.verifiedProjects.get(project)));
    return all == null ? own.orElse(null) : later(all, own.orElse(all));
  }

  private @Nullable Instant wentBackAt(long seen, Duration grace) {
    Instant before = tables.reconciling.wentBackAt;
    if (tables.reconciling.number < seen) {
      return tables.now();
    }
    return before != null && before.isAfter(tables.now().minus(grace)) ? before : null;
  }

  @Override
  public Purged purge(Retained kind, Duration age, int limit) {
    return tables.transact(() -> retention.purge(kind, age, limit));
  }

  /** Here they are counted whenever somebody asks. */
  @Override
  public boolean foldCounts() {
    return false;
  }
}
