package dev.tercet.storage.postgres.extraction;

import dev.tercet.storage.postgres.operation.StatusSql;

/** The two statements of accepting (docs/protocol.md §2). */
public final class AcceptSql {
  private AcceptSql() {}

  /**
   * Creates or locks the sources and the caller's keys, in key order, if the project has no
   * tombstone and the version that the caller knows; the lock on the project's row keeps the
   * tombstone out until the commit, and who changes the project in the meantime comes after. A new
   * source names its first extraction at once. The updates change nothing: they take the lock.
   * Returns the sources.
   */
  public static final String LOCK =
      """
      WITH input AS (
        SELECT *
          FROM unnest(?::uuid[], ?::uuid[], ?::integer[], ?::text[], ?::text[], ?::bytea[])
               AS i(id, project, version, source, key, body_hash)
      ), living AS MATERIALIZED (
        SELECT p.id, p.version
          FROM project p
         WHERE p.id = ANY (?::uuid[])
           AND p.deleted_at IS NULL
         ORDER BY p.id
           FOR KEY SHARE
      ), keys AS (
        INSERT INTO idempotency_key (project, key, extraction, body_hash)
        SELECT i.project, i.key, i.id, i.body_hash
          FROM input i
          JOIN living l ON l.id = i.project AND l.version = i.version
         WHERE i.key IS NOT NULL
         ORDER BY i.project, i.key COLLATE "C"
        ON CONFLICT (project, key) DO UPDATE SET key = idempotency_key.key
      )
      INSERT INTO source (project, name, newest_accepted, newest_accepted_id)
      SELECT i.project, i.source, 1, i.id
        FROM input i
        JOIN living l ON l.id = i.project AND l.version = i.version
       ORDER BY i.project, i.source COLLATE "C"
      ON CONFLICT (project, name) DO UPDATE SET newest_accepted = source.newest_accepted
      RETURNING project, name
      """;

  /** Which of these ids a former try has accepted, whose answer was not heard. */
  public static final String ACCEPTED_BEFORE =
      """
      SELECT id FROM extraction WHERE id = ANY (?::uuid[])
      """;

  /**
   * Sees what was committed during the wait for the locks, and decides by the words of {@link
   * AcceptOperation.Verdict}. What is {@code NEW} takes the next generation and supersedes the
   * source's unfinished older ones. Of these, the source names the newest; older ones are
   * unfinished only if they were revived. Returns the verdicts, and behind them the statuses of
   * those that were superseded.
   */
  public static final String DECIDE =
      StatusSql.of(
          """
          WITH seen AS MATERIALIZED (
            SELECT i.*, s.id AS source_id, clock_timestamp() AS at,
                   newest.id AS newest,
                   CASE WHEN s.newest_accepted_id = i.id THEN s.newest_accepted
                        ELSE s.newest_accepted + 1
                   END AS generation,
                   CASE WHEN own.id IS NOT NULL THEN own.id
                        WHEN k.extraction <> i.id AND (k.body_hash <> i.body_hash OR keyed.id IS NOT NULL)
                        THEN k.extraction
                        WHEN d.fingerprint = i.fingerprint AND answers_again(newest.status)
                        THEN newest.id
                   END AS existing,
                   CASE WHEN own.id IS NOT NULL THEN 'AGAIN'
                        WHEN k.extraction <> i.id AND k.body_hash <> i.body_hash THEN 'KEY_REUSED'
                        WHEN k.extraction <> i.id AND keyed.id IS NOT NULL THEN 'EXISTING'
                        WHEN d.fingerprint = i.fingerprint AND answers_again(newest.status)
                        THEN 'EXISTING'
                        ELSE 'NEW'
                   END AS verdict
              FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],
                          ?::text[], ?::integer[]) WITH ORDINALITY
                   AS i(id, project, source, key, body_hash, fingerprint, queue, run_at, max_attempts, n)
              JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
              JOIN source s ON s.project = i.project AND s.name = i.source
              LEFT JOIN extraction own ON own.id = i.id
              LEFT JOIN extraction newest ON newest.id = s.newest_accepted_id
              LEFT JOIN document d ON d.project = i.project AND d.extraction = newest.id
              LEFT JOIN idempotency_key k ON k.project = i.project AND k.key = i.key
              LEFT JOIN extraction keyed ON keyed.id = k.extraction AND keyed.status <> 'deleting'
          ), accepted AS (
            INSERT INTO extraction
                   (id, project, source, generation, since, due_at, status, queue, max_attempts)
            SELECT id, project, source_id, generation, at, coalesce(run_at::timestamptz, at), 'pending',
                   queue::queue_name, max_attempts
              FROM seen
             WHERE verdict = 'NEW'
          ), documents AS (
            INSERT INTO document
                   (project, extraction, source, generation, created_at, fingerprint, metadata, text,
                    warnings)
            SELECT project, id, source_id, generation, at, fingerprint, (?::text[])[n]::json,
                   (?::text[])[n], (?::text[])[n]
              FROM seen
             WHERE verdict = 'NEW'
          ), sources AS (
            UPDATE source s
               SET newest_accepted = seen.generation, newest_accepted_id = seen.id
              FROM seen
             WHERE s.id = seen.source_id
               AND s.newest_accepted_id <> seen.id
               AND seen.verdict = 'NEW'
          ), unused AS (
            DELETE FROM source s
             USING seen
             WHERE s.id = seen.source_id
               AND s.newest_accepted_id = seen.id
               AND seen.verdict IN ('KEY_REUSED', 'EXISTING')
          ), keys AS (
            UPDATE idempotency_key k
               SET extraction = coalesce(seen.existing, seen.id), body_hash = seen.body_hash,
                   created_at = seen.at
              FROM seen
             WHERE k.project = seen.project
               AND k.key = seen.key
               AND seen.verdict IN ('NEW', 'EXISTING')
               AND k.extraction <> coalesce(seen.existing, seen.id)
          ), older AS (
            SELECT newest AS id FROM seen WHERE verdict = 'NEW' AND newest IS NOT NULL
             UNION
            SELECT e.id
              FROM seen
              JOIN extraction e ON e.source = seen.source_id
                               AND e.revived
                               AND is_in_flight(e.status)
             WHERE seen.verdict = 'NEW'
          ), outdated AS (
            UPDATE extraction e
               SET status = 'superseded', since = clock_timestamp(), {unqueued}, {unheld}
              FROM older
             WHERE e.id = older.id
               AND is_in_flight(e.status) IS TRUE
            RETURNING {change}
          ), changes AS (
            SELECT id, project, at AS since, 0 AS epoch, NULL::extraction_status AS was,
                   'pending'::extraction_status AS status, NULL::uuid AS worker,
                   'accepted'::audit_event AS event, 'accepted' AS reason
              FROM seen
             WHERE verdict = 'NEW'
             UNION ALL
            SELECT id, project, since, epoch, was, status, worker, 'newer_accepted',
                   'a newer version was accepted'
              FROM outdated
          ), {removals}, {trail}
          SELECT id, verdict, generation, existing, at, coalesce(run_at::timestamptz, at), NULL
            FROM seen
           UNION ALL
          SELECT id, NULL, NULL, NULL, NULL, NULL, was
            FROM outdated
          """);
}
