package dev.tercet.storage.postgres.extraction;

import dev.tercet.storage.postgres.operation.SqlPieces;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.util.Map;

/** The statements by which documents are accepted once more (docs/protocol.md §2, §11). */
public final class RepeatSql {
  private RepeatSql() {}

  /** Locks the projects and then the sources, in key order, as accepting does. */
  public static final String LOCK =
      """
      WITH living AS MATERIALIZED (
        SELECT p.id
          FROM project p
         WHERE p.id = ANY (?::uuid[])
           AND p.deleted_at IS NULL
         ORDER BY p.id
           FOR KEY SHARE
      )
      SELECT s.id
        FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
        JOIN living l ON l.id = i.project
        JOIN extraction e ON e.id = i.id AND e.project = i.project
        JOIN source s ON s.id = e.source
       ORDER BY s.project, s.name
         FOR NO KEY UPDATE OF s
      """;

  /**
   * Each of {@code made} (id, again, project, source, queue, max_attempts, generation, at,
   * fingerprint) becomes its source's next generation, with the document of {@code again}; what was
   * revived of the source is superseded.
   */
  private static final String NEXT =
      """
      accepted AS (
        INSERT INTO extraction
               (id, project, source, generation, since, due_at, status, queue, max_attempts)
        SELECT id, project, source, generation, at, at, 'pending', queue, max_attempts
          FROM made
      ), documents AS (
        INSERT INTO document
               (project, extraction, source, generation, created_at, fingerprint, metadata, text,
                warnings)
        SELECT d.project, made.id, d.source, made.generation, made.at, made.fingerprint, d.metadata,
               d.text, d.warnings
          FROM made
          JOIN document d ON d.project = made.project AND d.extraction = made.again
      ), sources AS (
        UPDATE source s
           SET newest_accepted = made.generation, newest_accepted_id = made.id
          FROM made
         WHERE s.id = made.source
      ), outdated AS (
        UPDATE extraction e
           SET status = 'superseded', since = clock_timestamp(), {unqueued}, {unheld}
          FROM made
         WHERE e.source = made.source
           AND e.revived
           AND is_in_flight(e.status)
        RETURNING {change}
      ), changes AS (
        SELECT id, project, at AS since, 0 AS epoch, NULL::extraction_status AS was,
               'pending'::extraction_status AS status, NULL::uuid AS worker,
               '{event}'::audit_event AS event, {reason} AS reason
          FROM made
         UNION ALL
        SELECT id, project, since, epoch, was, status, worker, 'newer_accepted',
               'a newer version was accepted'
          FROM outdated
      )\
      """;

  /**
   * Sees what was committed during the wait for the locks, and decides by the words of {@link
   * RepeatOperation.Verdict}. What is {@code NEW} is its source's next generation, with the
   * document of the one that is repeated, and its first line of history is that of a retry: by it,
   * questions that were answered in vain may be asked again. Returns the verdicts, and behind them
   * the statuses of older ones that were revived and are superseded.
   */
  public static final String REPEAT =
      of(
          """
          WITH seen AS MATERIALIZED (
            SELECT i.id, i.again, e.project, e.source, e.queue, e.max_attempts, e.status,
                   s.newest_accepted + 1 AS generation, clock_timestamp() AS at, d.fingerprint,
                   CASE WHEN own.id IS NOT NULL THEN own.id ELSE newest.id END AS existing,
                   CASE WHEN own.id IS NOT NULL THEN 'EXISTING'
                        WHEN e.status <> 'done'
                          OR NOT EXISTS (SELECT FROM failed_passage f WHERE f.extraction = e.id)
                          OR newest.id <> e.id AND answers_again(newest.status)
                         AND newer.fingerprint <> d.fingerprint
                        THEN 'REFUSED'
                        WHEN newest.id <> e.id AND is_in_flight(newest.status) THEN 'EXISTING'
                        ELSE 'NEW'
                   END AS verdict
              FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) AS i(id, again, project)
              JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
              JOIN extraction e ON e.id = i.again
                               AND e.project = i.project
                               AND e.status <> 'deleting'
              JOIN document d ON d.project = e.project AND d.extraction = e.id
              JOIN source s ON s.id = e.source
              LEFT JOIN extraction own ON own.id = i.id
              LEFT JOIN extraction newest ON newest.id = s.newest_accepted_id
              LEFT JOIN document newer ON newer.project = i.project AND newer.extraction = newest.id
          ), made AS (
            SELECT *
              FROM seen
             WHERE verdict = 'NEW'
          ), {next}, {removals}, {trail}
          SELECT again, verdict, CASE WHEN verdict = 'EXISTING' THEN existing ELSE id END, status, NULL
            FROM seen
           UNION ALL
          SELECT id, NULL, NULL, NULL, was
            FROM outdated
          """,
          "retried",
          "'retried on request'");

  /**
   * A statement that names {@code {next}} behind its {@code made}, and the pieces of {@link
   * StatusSql} behind that.
   *
   * @param event of the first line of history
   * @param reason of that line, as SQL
   */
  public static String of(String statement, String event, String reason) {
    String next = SqlPieces.in(NEXT, Map.of("event", event, "reason", reason));
    return StatusSql.of(SqlPieces.in(statement, Map.of("next", next)));
  }
}
