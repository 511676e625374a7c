package dev.tercet.storage.postgres;

import dev.tercet.saga.Status;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** Counts per status: the folded ones plus the differences since; whoever reads many folds them. */
final class StatusCounts {
  private static final int FOLD_FROM = 500;

  private static final String COUNTS =
      """
      SELECT status, sum(n)::bigint, count(*) FILTER (WHERE is_difference)
        FROM (SELECT status, n, false AS is_difference FROM status_count WHERE project = ?
               UNION ALL
              SELECT status, n, true FROM status_difference WHERE project = ?) AS both_tables
       GROUP BY status
      """;

  private static final String FOLD =
      """
      WITH folded AS (
        DELETE FROM status_difference WHERE project = ? RETURNING project, status, n
      )
      INSERT INTO status_count AS c (project, status, n)
      SELECT project, status, sum(n) FROM folded GROUP BY project, status ORDER BY project, status
      ON CONFLICT (project, status) DO UPDATE SET n = c.n + excluded.n
      """;

  private final Database database;
  private final Database reads;

  StatusCounts(Database database, Database reads) {
    this.database = database;
    this.reads = reads;
  }

  Map<Status, Long> of(UUID project) {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      counts.put(status, 0L);
    }
    long differences =
        reads.read(connection -> {
          long seen = 0;
          try (PreparedStatement statement = connection.prepareStatement(COUNTS)) {
            statement.setObject(1, project);
            statement.setObject(2, project);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                counts.put(Status.ofLabel(Rows.text(row, 1)), row.getLong(2));
                seen += row.getLong(3);
              }
            }
          }
          return seen;
        });
    if (differences >= FOLD_FROM) {
      fold(project);
    }
    return counts;
  }

  /** Two folds at once never fold a difference twice: each deletes what it adds. */
  private void fold(UUID project) {
    database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(FOLD)) {
        statement.setObject(1, project);
        return statement.executeUpdate();
      }
    });
  }
}
