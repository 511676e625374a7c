package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.RunStore.TaskState;
import dev.tercet.saga.port.RunStore.Tasks;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How recovery's tasks have fared, a row for each. */
final class TaskStates {
  private static final int LONGEST_FAULT = 500;

  private static final String ALL =
      """
      SELECT t.name, t.last_success_at, t.failures, t.failed_at, t.fault, statement_timestamp()
        FROM (SELECT 1) AS once
        LEFT JOIN reconciler_task t ON true
      """;

  private static final Query SUCCEEDED =
      Query.of(
          """
          INSERT INTO reconciler_task (name, last_success_at)
          VALUES (:task, clock_timestamp())
              ON CONFLICT (name) DO UPDATE
             SET last_success_at = excluded.last_success_at,
                 failures = 0,
                 failed_at = NULL,
                 fault = NULL
          """);

  private static final Query FAILED =
      Query.of(
          """
          INSERT INTO reconciler_task AS t (name, failures, failed_at, fault)
          VALUES (:task, 1, clock_timestamp(), :fault)
              ON CONFLICT (name) DO UPDATE
             SET failures = t.failures + 1,
                 failed_at = excluded.failed_at,
                 fault = excluded.fault
          """);

  private final Database database;

  TaskStates(Database database) {
    this.database = database;
  }

  Tasks all() {
    return database.read(connection -> {
      Instant readAt = Instant.MIN;
      Map<String, TaskState> states = new HashMap<>();
      try (PreparedStatement statement = connection.prepareStatement(ALL);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          readAt = Rows.instant(row, 6);
          if (row.getString(1) != null) {
            states.put(Rows.text(row, 1), state(row));
          }
        }
      }
      return new Tasks(readAt, states);
    });
  }

  private static TaskState state(ResultSet row) throws SQLException {
    return new TaskState(
        Rows.instantOrNull(row, 2), row.getInt(3), Rows.instantOrNull(row, 4), row.getString(5));
  }

  void succeeded(String task) {
    database.repeatable(connection -> succeeded(connection, task));
  }

  static int succeeded(Connection connection, String task) throws SQLException {
    return SUCCEEDED.with("task", task).update(connection);
  }

  void failed(String task, String fault) {
    database.write(connection ->
        FAILED
            .with("task", task)
            .with("fault", StorableText.of(fault, LONGEST_FAULT))
            .update(connection));
  }
}
