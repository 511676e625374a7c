package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.RunStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recovery's runs. */
public final class PostgresRunStore implements RunStore {
  private static final Query KEEP =
      Query.of(
          """
          INSERT INTO reconciler_run (id, project, started_at, finished_at, success, report)
          VALUES (:id, :project, :started_at, :finished_at, :success, :report::json)
              ON CONFLICT (id) DO NOTHING
          """);

  private static final Query FORGET_OLD =
      Query.of(
          """
          DELETE FROM reconciler_run
           WHERE id IN (SELECT id FROM reconciler_run ORDER BY finished_at DESC OFFSET 1000)
          """);

  private final Database database;
  private final RunLocks locks;
  private final RunRepository runs;
  private final TaskStates tasks;
  private final RunNumbers numbers;

  public PostgresRunStore(Database database, RunLocks locks) {
    this.database = database;
    this.locks = locks;
    runs = database.repository(RunRepository.class);
    tasks = new TaskStates(database);
    numbers = new RunNumbers(database);
  }

  @Override
  public Optional<RunLock> tryLock(@Nullable UUID project) {
    return locks.tryLock(project == null ? "everything" : project.toString());
  }

  @Override
  public void ended(Run run, @Nullable String task) {
    database.repeatable(connection -> {
      if (task != null) {
        TaskStates.succeeded(connection, task);
      }
      KEEP.with("id", run.id())
          .with("project", run.project())
          .with("started_at", run.startedAt())
          .with("finished_at", run.finishedAt())
          .with("success", run.success())
          .with("report", run.report())
          .update(connection);
      return FORGET_OLD.values().update(connection);
    });
  }

  @Override
  public List<Run> newest(int limit) {
    return runs.findNewest(limit).stream().map(RunRow::run).toList();
  }

  @Override
  public Tasks tasks() {
    return tasks.all();
  }

  @Override
  public @Nullable Instant lastSuccess(String task) {
    return tasks().of(task).succeededAt();
  }

  @Override
  public void succeeded(String task) {
    tasks.succeeded(task);
  }

  @Override
  public void failed(String task, String fault) {
    tasks.failed(task, fault);
  }

  @Override
  public int cursor() {
    return runs.findCursor().orElse(0);
  }

  @Override
  public void cursor(int bucket) {
    runs.moveCursor(bucket);
  }

  @Override
  public Numbered number(long seen, Duration grace) {
    return numbers.next(seen, grace);
  }

  @Override
  public Numbered numbered(long seen, Duration grace) {
    return numbers.last(seen, grace);
  }
}
