package dev.tercet.storage.postgres;

/** What a person can ask for. Nothing of a project with a tombstone changes on request. */
final class RequestSql {
  private RequestSql() {}

  static final String CANCEL =
      """
      WITH changed AS (
        UPDATE extraction e
           SET status = 'cancelled', since = clock_timestamp(), due_at = NULL, message_ms = NULL,
               message_sequence = NULL, marker = NULL, session = NULL, deadline = NULL,
               attempt_timeout_ms = NULL
          FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
          JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
         WHERE e.id = i.id
           AND e.project = i.project
           AND e.status::text IN ('pending', 'queued', 'processing')
        RETURNING e.id, e.project, e.since, e.epoch, old.status AS was, old.session AS worker
      ), removals AS (
        INSERT INTO removal (extraction, project, reason)
        SELECT id, project, 'cancelled' FROM changed
        ON CONFLICT (extraction) DO UPDATE
           SET reason = excluded.reason, due_at = excluded.due_at, first_confirmed_at = NULL
      ), trail AS (
        INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
        SELECT id, project, since, epoch, was, 'cancelled', worker, 'cancelled on request'
          FROM changed
      )
      SELECT id, was, 'cancelled' FROM changed
      """;

  /** Failed ones come back; waiting ones become due. Every counter that could block is reset. */
  static final String RETRY =
      """
      WITH changed AS (
        UPDATE extraction e
           SET status = 'pending',
               since = CASE WHEN e.status = 'failed' THEN clock_timestamp() ELSE e.since END,
               due_at = clock_timestamp(), attempts = 0, crashes = 0,
               revived = e.revived OR e.status = 'failed'
          FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
          JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
         WHERE e.id = i.id
           AND e.project = i.project
           AND (e.status::text = 'failed' OR e.status::text = 'pending' AND e.due_at > statement_timestamp())
        RETURNING e.id, e.project, e.since, e.epoch, old.status AS was
      ), trail AS (
        INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, reason)
        SELECT id, project, since, epoch, was, 'pending', 'retried on request'
          FROM changed
         WHERE was = 'failed'
      )
      SELECT id, was, 'pending' FROM changed
      """;

  static final String DELETE =
      """
      WITH changed AS (
        UPDATE extraction e
           SET status = 'deleting', since = clock_timestamp(), due_at = NULL, message_ms = NULL,
               message_sequence = NULL, marker = NULL, session = NULL, deadline = NULL,
               attempt_timeout_ms = NULL
          FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
          JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
         WHERE e.id = i.id
           AND e.project = i.project
           AND e.status <> 'deleting'
        RETURNING e.id, e.project, e.since, e.epoch, old.status AS was, old.session AS worker
      ), removals AS (
        INSERT INTO removal (extraction, project, reason)
        SELECT id, project, 'deleting' FROM changed
        ON CONFLICT (extraction) DO UPDATE
           SET reason = excluded.reason, due_at = excluded.due_at, first_confirmed_at = NULL
      ), trail AS (
        INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
        SELECT id, project, since, epoch, was, 'deleting', worker, 'deleted on request'
          FROM changed
      )
      SELECT id, was, 'deleting' FROM changed
      """;
}
