package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.RunStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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

  private static final String FORGET_OLD =
      """
      DELETE FROM reconciler_run
       WHERE id IN (SELECT id FROM reconciler_run ORDER BY finished_at DESC OFFSET 1000)
      """;

  private static final Query RUNS =
      Query.of(
          """
          SELECT id, project, started_at, finished_at, success, report
            FROM reconciler_run
           ORDER BY finished_at DESC
           LIMIT :limit
          """);

  private static final String CURSOR = "SELECT cursor FROM reconciler_task WHERE name = 'sweep'";

  private static final Query MOVE =
      Query.of(
          """
          INSERT INTO reconciler_task (name, cursor)
          VALUES ('sweep', :bucket)
              ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor
          """);

  private final Database database;
  private final RunLocks locks;
  private final TaskStates tasks;
  private final RunNumbers numbers;

  public PostgresRunStore(Database database, RunLocks locks) {
    this.database = database;
    this.locks = locks;
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
      try (PreparedStatement forget = connection.prepareStatement(FORGET_OLD)) {
        return forget.executeUpdate();
      }
    });
  }

  @Override
  public List<Run> newest(int limit) {
    return database.read(
        connection -> RUNS.with("limit", limit).list(connection, PostgresRunStore::run));
  }

  private static Run run(ResultSet found) throws SQLException {
    return new Run(
        found.getObject("id", UUID.class),
        found.getObject("project", UUID.class),
        found.getObject("started_at", OffsetDateTime.class).toInstant(),
        found.getObject("finished_at", OffsetDateTime.class).toInstant(),
        found.getBoolean("success"),
        found.getString("report"));
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
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(CURSOR);
          ResultSet found = statement.executeQuery()) {
        return found.next() ? found.getInt(1) : 0;
      }
    });
  }

  @Override
  public void cursor(int bucket) {
    database.repeatable(connection -> MOVE.with("bucket", bucket).update(connection));
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
