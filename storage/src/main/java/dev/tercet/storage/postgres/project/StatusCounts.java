package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Status;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Counts per status: the folded ones plus the differences since; whoever reads many folds them. */
public final class StatusCounts {
  private static final int FOLD_FROM = 500;

  private static final Query COUNTS =
      Query.of(
          """
          SELECT status, sum(n)::bigint, count(*) FILTER (WHERE is_difference)
            FROM (SELECT status, n, false AS is_difference FROM status_count WHERE project = :project
                   UNION ALL
                  SELECT status, n, true FROM status_difference WHERE project = :project) AS both_tables
           GROUP BY status
          """);

  /**
   * Eight rows of each project at most, and so many that are not folded, in the order in which they
   * stand: through their index each would be a page of its own.
   */
  private static final Query TOTALS =
      Query.of(
          """
          SELECT status, sum(n)::bigint
            FROM (SELECT status, n FROM status_count
                   UNION ALL
                  (SELECT status, n FROM status_difference LIMIT :most)) AS both_tables
           GROUP BY status
          """);

  /**
   * No more of a project than one transaction may fold; whoever reads next goes on. One that is
   * held is being deleted: whoever adds a row to it would add it to nothing.
   */
  private static final Query FOLD_OF_PROJECT =
      Query.of(
          """
          WITH held AS MATERIALIZED (
            SELECT id FROM project WHERE id = :project FOR KEY SHARE SKIP LOCKED
          ), page AS MATERIALIZED (
            SELECT d.ctid AS place
              FROM status_difference d
              JOIN held ON held.id = d.project
             LIMIT :limit
          ), folded AS (
            DELETE FROM status_difference
             WHERE ctid = ANY (ARRAY (SELECT place FROM page))
            RETURNING project, status, n
          )
          INSERT INTO status_count AS c (project, status, n)
          SELECT project, status, sum(n) FROM folded GROUP BY project, status ORDER BY project, status
          ON CONFLICT (project, status) DO UPDATE SET n = c.n + excluded.n
          """);

  /** Of all projects, since one that nobody reads gathers them, too. */
  private static final Query FOLD =
      Query.of(
          """
          WITH page AS MATERIALIZED (
            SELECT ctid AS place, project FROM status_difference ORDER BY project LIMIT :limit
          ), held AS MATERIALIZED (
            SELECT id FROM project WHERE id = ANY (ARRAY (SELECT project FROM page)) ORDER BY id FOR KEY SHARE SKIP LOCKED
          ), folded AS (
            DELETE FROM status_difference
             WHERE ctid = ANY (ARRAY (SELECT place FROM page JOIN held ON held.id = page.project))
            RETURNING project, status, n
          ), counted AS (
            INSERT INTO status_count AS c (project, status, n)
            SELECT project, status, sum(n) FROM folded GROUP BY project, status ORDER BY project, status
            ON CONFLICT (project, status) DO UPDATE SET n = c.n + excluded.n
          )
          SELECT count(*) FROM folded
          """);

  /** Of one status, and how many differences that took. */
  private record Counted(Status status, long n, long differences) {}

  private final Database database;
  private final Database reads;

  StatusCounts(Database database, Database reads) {
    this.database = database;
    this.reads = reads;
  }

  Map<Status, Long> of(UUID project) {
    Map<Status, Long> counts = none();
    long differences = 0;
    for (Counted counted : counted(project)) {
      counts.put(counted.status(), counted.n());
      differences += counted.differences();
    }
    if (differences >= FOLD_FROM) {
      fold(project);
    }
    return counts;
  }

  Map<Status, Long> totals() {
    Map<Status, Long> totals = none();
    reads.read(connection ->
        TOTALS
            .with("most", ProjectStore.MOST_DIFFERENCES)
            .list(
                connection, row -> totals.put(Status.ofLabel(Rows.text(row, 1)), row.getLong(2))));
    return totals;
  }

  private static Map<Status, Long> none() {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      counts.put(status, 0L);
    }
    return counts;
  }

  private List<Counted> counted(UUID project) {
    return reads.read(connection ->
        COUNTS
            .with("project", project)
            .list(
                connection,
                row ->
                    new Counted(
                        Status.ofLabel(Rows.text(row, 1)), row.getLong(2), row.getLong(3))));
  }

  /** Two folds at once never fold a difference twice: each deletes what it adds. */
  private void fold(UUID project) {
    database.repeatable(
        FOLD_OF_PROJECT.with("project", project).with("limit", FoldedSums.AT_ONCE)::update);
  }

  /** Folds a batch of whatever project; true when there may be more. */
  public static boolean fold(Database database) {
    return FoldedSums.batch(database, FOLD);
  }
}
