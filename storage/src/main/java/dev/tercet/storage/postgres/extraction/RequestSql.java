package dev.tercet.storage.postgres.extraction;

import dev.tercet.storage.postgres.operation.StatusSql;

/** What a person can ask for. Nothing of a project with a tombstone changes on request. */
public final class RequestSql {
  private RequestSql() {}

  public static final String CANCEL =
      StatusSql.of(
          """
          WITH changes AS (
            UPDATE extraction e
               SET status = 'cancelled', since = clock_timestamp(), {unqueued}, {unheld}
              FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
              JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
             WHERE e.id = i.id
               AND e.project = i.project
               AND is_in_flight(e.status) IS TRUE
            RETURNING {change}, 'cancelled'::audit_event AS event, 'cancelled on request' AS reason
          ), {removals}, {trail}
          SELECT id, was, status FROM changes
          """);

  public static final String RETRY =
      StatusSql.of(
          """
          WITH changes AS (
            UPDATE extraction e
               SET {retried}
              FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
              JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
             WHERE e.id = i.id
               AND e.project = i.project
               AND (e.status::text = 'failed' OR e.status::text = 'pending' AND e.due_at > statement_timestamp())
            RETURNING {change}, 'retried'::audit_event AS event, 'retried on request' AS reason
          ), {trail}
          SELECT id, was, status FROM changes
          """);

  public static final String DELETE =
      StatusSql.of(
          """
          WITH changes AS (
            UPDATE extraction e
               SET status = 'deleting', since = clock_timestamp(), {unqueued}, {unheld}
              FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
              JOIN project p ON p.id = i.project AND p.deleted_at IS NULL
             WHERE e.id = i.id
               AND e.project = i.project
               AND e.status <> 'deleting'
            RETURNING {change}, 'deleted'::audit_event AS event, 'deleted on request' AS reason
          ), {removals}, {trail}
          SELECT id, was, status FROM changes
          """);
}
