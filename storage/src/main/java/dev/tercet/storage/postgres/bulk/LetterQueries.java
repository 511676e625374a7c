package dev.tercet.storage.postgres.bulk;

import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.operation.SqlPieces;
import java.util.Map;

/**
 * What is asked of dead letters. The index of causes serves all of it: from one cause to the next
 * it is skipped through, and a cause is counted in it alone.
 */
final class LetterQueries {
  /** The letters of one cause that failed within a span of time. */
  private static final String OF_CAUSE =
      """
      e.status = 'failed'
                         AND e.project = :project
                         AND e.failure_code = :code
                         AND e.failure_class = :class::text::failure_class
                         AND e.failure_stage = :stage::text::extraction_stage
                         AND e.since >= :after
                         AND e.since < :before\
      """;

  /** Which program tried a letter last: its claim's session, as the history has it. */
  private static final String VERSION =
      """
      LEFT JOIN LATERAL (
             SELECT a.worker
               FROM audit a
              WHERE a.extraction = g.id
                AND a.to_status = 'failed'
              ORDER BY a.seq DESC
              LIMIT 1) AS ended ON true
        LEFT JOIN worker_session w ON w.id = ended.worker\
      """;

  /** Causes behind that one, each found by a look-up of its own, and whether each is wanted. */
  static final Query CAUSES =
      Query.of(
          """
          WITH RECURSIVE cause AS (
            (SELECT e.project, e.failure_code AS code, e.failure_class AS class, e.failure_stage AS stage
               FROM extraction e
              WHERE e.status = 'failed'
                AND (e.project, e.failure_code, e.failure_class, e.failure_stage)
                    > (:from::uuid, :from_code::text, :from_class::text::failure_class, :from_stage::text::extraction_stage)
                AND e.project <= :to::uuid
              ORDER BY e.project, e.failure_code, e.failure_class, e.failure_stage
              LIMIT 1)
            UNION ALL
            SELECT next.*
              FROM cause c
             CROSS JOIN LATERAL (
                   SELECT e.project, e.failure_code, e.failure_class, e.failure_stage
                     FROM extraction e
                    WHERE e.status = 'failed'
                      AND (e.project, e.failure_code, e.failure_class, e.failure_stage) > (c.project, c.code, c.class, c.stage)
                      AND e.project <= :to::uuid
                    ORDER BY e.project, e.failure_code, e.failure_class, e.failure_stage
                    LIMIT 1) AS next
          )
          SELECT c.project, c.code, c.class, c.stage, p.slug,
                 p.tenant = :tenant AND p.deleted_at IS NULL
                 AND (:code::text IS NULL OR c.code = :code)
                 AND (:class::text IS NULL OR c.class = :class::text::failure_class) AS wanted
            FROM (SELECT * FROM cause LIMIT :most) AS c
            JOIN project p ON p.id = c.project
           ORDER BY c.project, c.code, c.class, c.stage
          """);

  static final Query COUNT =
      Query.of(
          SqlPieces.in(
              """
              SELECT (SELECT count(*)
                        FROM (SELECT
                                FROM extraction e
                               WHERE {of_cause}
                               LIMIT :most) AS counted) AS n,
                     (SELECT e.since
                        FROM extraction e
                       WHERE {of_cause}
                       ORDER BY e.since
                       LIMIT 1) AS first,
                     (SELECT e.since
                        FROM extraction e
                       WHERE {of_cause}
                       ORDER BY e.since DESC
                       LIMIT 1) AS last
              """,
              Map.of("of_cause", OF_CAUSE)));

  static final Query EXAMPLES =
      Query.of(
          SqlPieces.in(
              """
              SELECT g.*, w.version
                FROM (SELECT e.id
                        FROM extraction e
                       WHERE {of_cause}
                       ORDER BY e.since DESC
                       LIMIT :most) AS newest
                JOIN saga g ON g.id = newest.id AND g.status = 'failed'
                {version}
               ORDER BY g.since DESC, g.id
              """,
              Map.of("of_cause", OF_CAUSE, "version", VERSION)));

  static final Query FIND =
      Query.of(
          SqlPieces.in(
              """
              SELECT g.*, w.version, p.slug
                FROM saga g
                JOIN project p ON p.id = g.project AND p.tenant = :tenant AND p.deleted_at IS NULL
                {version}
               WHERE g.id = :extraction
                 AND g.status <> 'deleting'
              """,
              Map.of("version", VERSION)));

  static final Query EXCHANGES =
      Query.of(
          """
          SELECT ordinal, epoch, provider, model, started_at, ended_at, verdict, reason, left(raw, :cut), calls,
                 input_tokens, output_tokens
            FROM model_call
           WHERE extraction = :extraction
             AND project = :project
             AND verdict IS DISTINCT FROM 'valid'
           ORDER BY started_at DESC, id DESC
           LIMIT :limit
          """);

  private LetterQueries() {}
}
