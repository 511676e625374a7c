package dev.tercet.testkit.memory;

import dev.tercet.saga.port.RunStore;
import dev.tercet.testkit.memory.table.RecoveryTables;
import dev.tercet.testkit.memory.table.RecoveryTables.Lock;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recovery's runs, as one process of it sees them: the locks are the process' own. */
final class InMemoryRuns implements RunStore {
  private static final int RUNS_KEPT = 1_000;

  private final Tables tables;

  InMemoryRuns(Tables tables) {
    this.tables = tables;
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
  public List<Run> newest(int limit) {
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
  public Numbered number(long seen, Duration grace) {
    return tables.transact(() -> {
      RecoveryTables mine = tables.reconciling;
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

  private @Nullable Instant wentBackAt(long seen, Duration grace) {
    Instant before = tables.reconciling.wentBackAt;
    if (tables.reconciling.number < seen) {
      return tables.now();
    }
    return before != null && before.isAfter(tables.now().minus(grace)) ? before : null;
  }
}
