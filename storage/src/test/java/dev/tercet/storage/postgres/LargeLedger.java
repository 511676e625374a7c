package dev.tercet.storage.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A ledger as it stands after a million documents, made by SQL alone: unlogged tables, no triggers,
 * and indexes built at the end. Row n of a table has n in its ids, which are drawn over two years,
 * so that histories and calls of a million documents stand in 24 months; four tenths of the
 * documents are of the first project, the rest of a thousand others.
 */
final class LargeLedger {
  private static final int PROJECTS = 1_000;

  /** When the first id was drawn, and how long after each the next one, in milliseconds. */
  private static final long FIRST = Instant.parse("2024-12-01T00:00:00Z").toEpochMilli();

  private static final long STEP = 63_000;

  private static final String PREPARE =
      """
      CREATE FUNCTION u(bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN (lpad(to_hex(%1$d + $1 * %2$d), 12, '0') || '70008' || lpad(to_hex($1), 15, '0'))::uuid;
      DROP TABLE audit_before, model_call_before;
      SELECT create_months(parent, '2024-12-01', 23) FROM unnest('{audit,model_call}'::name[]) AS parent;
      CREATE FUNCTION point(bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN md5('point ' || $1)::uuid;
      CREATE FUNCTION project_of(bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN u(CASE WHEN $1 %% 10 < 4 THEN 1 ELSE 2 + $1 %% 997 END);
      CREATE FUNCTION status_of(n bigint, size bigint) RETURNS extraction_status LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN (CASE WHEN n > size - 20000 THEN 'pending'
                     WHEN n > size - 40000 THEN 'queued'
                     WHEN n > size - 40300 THEN 'processing'
                     WHEN n %% 100 = 1 THEN 'failed'
                     WHEN n %% 100 = 2 THEN 'cancelled'
                     WHEN n %% 100 < 7 THEN 'superseded'
                     ELSE 'done' END)::extraction_status;
      CREATE TABLE index_definition AS
        SELECT i.indrelid::regclass::text AS relation, i.indexrelid::regclass::text AS name, k.conname,
               coalesce('ALTER TABLE ' || i.indrelid::regclass || ' ADD CONSTRAINT ' || k.conname || ' ' || pg_get_constraintdef(k.oid),
                        replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')) AS definition
          FROM pg_index i
          JOIN pg_class c ON c.oid = i.indrelid
          LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
         WHERE c.relnamespace = 'public'::regnamespace
           AND NOT c.relispartition
           AND c.relname NOT LIKE 'flyway%%';
      DO $$
      DECLARE
        it text;
      BEGIN
        FOR it IN SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname
                    FROM pg_constraint WHERE contype = 'f' LOOP
          EXECUTE it;
        END LOOP;
        FOR it IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
          EXECUTE format('ALTER TABLE %%I SET UNLOGGED', it);
        END LOOP;
        FOR it IN SELECT coalesce('ALTER TABLE ' || relation || ' DROP CONSTRAINT ' || conname, 'DROP INDEX ' || name)
                    FROM index_definition LOOP
          EXECUTE it;
        END LOOP;
      END $$
      """
          .formatted(FIRST, STEP);

  /** Written beside each other, by two connections. */
  private static final List<List<String>> ROWS =
      List.of(
          List.of(
              """
              INSERT INTO project (id, tenant, slug, schema, options)
              SELECT u(n), 'tenant ' || n % 7, 'project-' || n, '{}', '{}' FROM generate_series(1, %2$d) AS n
              """,
              """
              INSERT INTO source (id, project, newest_accepted, newest_accepted_id, newest_finished, newest_finished_id, name)
              OVERRIDING SYSTEM VALUE
              SELECT n, project_of(n), 1, u(n), CASE WHEN done THEN 1 END, CASE WHEN done THEN u(n) END, 'source ' || n
                FROM (SELECT n, status_of(n, %1$d) = 'done' AS done FROM generate_series(1, %1$d) AS n OFFSET 0) AS row
              """,
              "SELECT setval(pg_get_serial_sequence('source', 'id'), %1$d)",
              """
              INSERT INTO extraction (id, project, source, generation, epoch, since, due_at, message_ms, message_sequence,
                marker, session, deadline, attempt_timeout_ms, started_at, done_at, status, stage, queue, max_attempts,
                passages, failure_code, failure_class, failure_stage, failure_message, crashed_in, revived)
              SELECT u(n), project_of(n), n, 1, CASE WHEN s IN ('pending', 'queued', 'cancelled') THEN 0 ELSE 1 END,
                     now() - (%1$d - n) * interval '1 second' / 10, CASE WHEN s = 'pending' THEN now() - interval '1 second' END,
                     CASE WHEN s = 'queued' THEN n END, CASE WHEN s = 'queued' THEN 0 END,
                     CASE WHEN s = 'queued' THEN 'marker' END, CASE WHEN s = 'processing' THEN u(1 + n % 50) END,
                     CASE WHEN s = 'processing' THEN now() + interval '1 day' END, CASE WHEN s = 'processing' THEN 60000 END,
                     CASE WHEN s NOT IN ('pending', 'queued', 'cancelled') THEN now() END,
                     CASE WHEN s IN ('done', 'superseded') THEN now() END, s,
                     (CASE WHEN s = 'done' THEN 'linked' ELSE 'accepted' END)::extraction_stage,
                     (ARRAY['critical', 'default', 'default', 'low'])[1 + n % 4]::queue_name, 5, %3$d,
                     CASE WHEN s = 'failed' THEN 'refused' END, CASE WHEN s = 'failed' THEN 'permanent'::failure_class END,
                     CASE WHEN s = 'failed' THEN 'accepted'::extraction_stage END, CASE WHEN s = 'failed' THEN 'no' END,
                     CASE WHEN n % 100 = 9 THEN ARRAY[u(1 + n % 50)] END, n % 3 = 0 AND s = 'pending'
                FROM (SELECT n, status_of(n, %1$d) AS s FROM generate_series(1, %1$d) AS n OFFSET 0) AS row
              """,
              """
              INSERT INTO document (project, extraction, source, generation, created_at, fingerprint, metadata, text)
              SELECT project_of(n), u(n), n, 1, now() - (%1$d - n) * interval '1 second' / 10,
                     decode(lpad(to_hex(n), 64, '0'), 'hex'), '{}', 'text ' || n
                FROM generate_series(1, %1$d) AS n
               ORDER BY project_of(n), n
              """,
              """
              INSERT INTO passage (extraction, embedding_id, ordinal, start_at, end_at, content_hash, model, text, facts)
              SELECT u(n), CASE WHEN status_of(n, %1$d) IN ('done', 'failed') THEN point(n * %3$d + o) END, o, 0, 8,
                     decode(lpad(to_hex(n * %3$d + o), 64, '0'), 'hex'), 'model', 'text ' || n, '[]'
                FROM generate_series(1, %1$d - 40000) AS n, generate_series(0, %3$d - 1) AS o
              """),
          List.of(
              """
              INSERT INTO refused_question (extraction, ended_at, fingerprint, code, message)
              SELECT u(n), now(), decode(lpad(to_hex(n), 64, '0'), 'hex'), 'refused', 'no'
                FROM generate_series(3, %1$d - 40000, 10) AS n
              """,
              """
              INSERT INTO failed_passage (extraction, ordinal, start_at, end_at, code, message, text)
              SELECT u(n), %3$d + o, 0, 8, 'refused', 'no', 'text ' || n
                FROM generate_series(3, %1$d - 40000, 10) AS n, generate_series(0, 2) AS o
              """,
              """
              INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, reason)
              SELECT u(n), project_of(n), now() - (%1$d - n) * interval '1 second' / 10, 0,
                     (ARRAY[NULL, 'pending', 'queued', 'processing'])[i]::extraction_status,
                     (ARRAY['pending', 'queued', 'processing', 'done'])[i]::extraction_status, 'of size'
                FROM generate_series(1, %1$d) AS n, generate_series(1, 4) AS i
              """,
              """
              INSERT INTO model_call (extraction, id, project, epoch, started_at, ended_at, calls, ordinal, verdict, provider, model, fingerprint)
              SELECT u(n), u(n), project_of(n), 1, now(), now(), 1, 0, 'valid', 'echo', 'm', decode(lpad(to_hex(n), 64, '0'), 'hex')
                FROM generate_series(1, %1$d) AS n
              """,
              """
              INSERT INTO answer (project, created_at, fingerprint, facts)
              SELECT project_of(n), now() - (%1$d - n) * interval '1 second' / 10, decode(lpad(to_hex(n), 64, '0'), 'hex'), '[]'
                FROM generate_series(1, %1$d) AS n
              """,
              """
              INSERT INTO answer_use (extraction, project, fingerprint)
              SELECT u(n), project_of(n), decode(lpad(to_hex(n), 64, '0'), 'hex') FROM generate_series(1, %1$d) AS n
              """,
              """
              INSERT INTO point_count (model, bucket, n)
              SELECT model, bucket, 500 FROM generate_series(0, 4095) AS bucket, unnest(ARRAY['model', 'former']) AS model
              """,
              """
              INSERT INTO point_difference (model, buckets, n)
              SELECT 'model', ARRAY[n %% 4096, n * 7 %% 4096], '{1,1}' FROM generate_series(1, 10000) AS n
              """,
              """
              INSERT INTO spend (project, tenant, day, provider, model, calls, input_tokens, output_tokens)
              SELECT u(n), 'tenant ' || n % 7, current_date - d, 'echo', 'm', 1, 2, 3 FROM generate_series(1, %2$d) AS n, generate_series(1, 365) AS d
              """,
              """
              INSERT INTO spend_difference (project, tenant, day, provider, model, calls, input_tokens, output_tokens)
              SELECT u(1 + n %% %2$d), 'tenant ' || (1 + n %% %2$d) % 7, current_date, 'echo', 'm', 1, 2, 3 FROM generate_series(1, 100000) AS n
              """,
              """
              INSERT INTO cost (project, tenant, day, provider, model, currency, calls, unpriced, cached_tokens, written_tokens, reasoning_tokens, nanos)
              SELECT u(n), 'tenant ' || n % 7, current_date - d, 'echo', 'm', 'USD', 1, 1, 2, 3, 3, 4 FROM generate_series(1, %2$d) AS n, generate_series(1, 365) AS d;
              INSERT INTO cost_difference (project, tenant, day, provider, model, currency, calls, unpriced, cached_tokens, written_tokens, reasoning_tokens, nanos)
              SELECT u(1 + n %% %2$d), 'tenant ' || (1 + n %% %2$d) % 7, current_date, 'echo', 'm', 'USD', 1, 1, 2, 3, 3, 4 FROM generate_series(1, 100000) AS n;
              INSERT INTO spend_total (scope, day, currency, calls, nanos)
              SELECT s, current_date - d, c, 1, 2 FROM (SELECT 'project ' || u(n) AS s FROM generate_series(1, %2$d) AS n UNION SELECT 'tenant ' || n FROM generate_series(0, 6) AS n UNION SELECT 'installation') AS scopes, generate_series(1, 365) AS d, unnest(ARRAY['', 'USD']) AS c;
              INSERT INTO budget (scope, day_calls, changed_at)
              SELECT 'project ' || u(n), 1000000000, now() FROM generate_series(1, %2$d) AS n
              """,
              """
              INSERT INTO verified_bucket (bucket, at) SELECT n, now() FROM generate_series(0, 4095) AS n
              """,
              """
              INSERT INTO entity (id, project, type, key, name)
              SELECT md5('entity ' || n)::uuid, project_of(n), 'person', 'key ' || n, 'Name ' || n FROM generate_series(1, 100000) AS n
              """,
              """
              INSERT INTO mention (entity, extraction, ordinals)
              SELECT md5('entity ' || n)::uuid, u(n + 10 * i), '{0}' FROM generate_series(1, 100000) AS n, generate_series(0, 2) AS i
              """,
              """
              INSERT INTO search_piece (extraction, piece, words)
              SELECT u(n), 0, array_to_tsvector(ARRAY['project ' || project_of(n), 'word' || n %% 5000, 'text'])
                FROM generate_series(1, 200000) AS n
              """,
              """
              INSERT INTO idempotency_key (project, key, extraction, created_at, body_hash)
              SELECT project_of(n), md5('key ' || n), u(n), now() - n * interval '1 second', sha256('x') FROM generate_series(1, 100000) AS n
              """,
              """
              INSERT INTO removal (extraction, project, created_at, due_at, first_confirmed_at, reason)
              SELECT md5('gone ' || n)::uuid, project_of(n), now(), now() - n::bigint * 7919 % 200000 * interval '1 second',
                     CASE WHEN n > 1000 THEN now() END, 'superseded'
                FROM generate_series(1, 200000) AS n
              """,
              """
              INSERT INTO departure (extraction, at)
              SELECT u(n * 10), now() - n * interval '1 minute' FROM generate_series(1, 100000) AS n
              """,
              """
              INSERT INTO orphan (point, extraction, epoch, first_seen_at)
              SELECT md5('orphan ' || n)::uuid, u(n), 1, now() - n * interval '1 second' FROM generate_series(1, 50000) AS n
              """,
              """
              INSERT INTO search_due (extraction, project, due_at)
              SELECT md5('due ' || n)::uuid, project_of(n), now() + n * interval '1 second' FROM generate_series(1, 50000) AS n
              """,
              """
              INSERT INTO status_difference (project, n, status)
              SELECT u(2 + n %% 90), 1, 'done' FROM generate_series(1, 100000) AS n
              """,
              """
              INSERT INTO worker_session (id, lock_key, lock_seen, pid, concurrency, lease, opened_at, heartbeat_at, closed_at, host, version, close_reason)
              SELECT CASE WHEN n <= 50 THEN u(n) ELSE md5('session ' || n)::uuid END, n, true, 1, 8, interval '15 seconds', now(),
                     now() + interval '1 day', CASE WHEN n > 50 THEN now() END, 'host', '1', CASE WHEN n > 50 THEN 'drained' END
                FROM generate_series(1, 50000) AS n
              """,
              """
              INSERT INTO question_lease (project, fingerprint, token, session, deadline, extraction)
              SELECT project_of(n), sha256(n::text::bytea), u(n), u(1), now() + (n - 100) * interval '1 minute', u(n)
                FROM generate_series(1, 50000) AS n
              """,
              """
              INSERT INTO reconciler_run (id, project, started_at, finished_at, success, report)
              SELECT md5('run ' || n)::uuid, NULL, now(), now() - n::bigint * 7919 % 200000 * interval '1 second', true, '{}' FROM generate_series(1, 1000) AS n
              """));

  private final LedgerUnderTest ledger;

  /** Documents, and the passages of each. */
  record Size(int extractions, int passages) {}

  LargeLedger(LedgerUnderTest ledger) {
    this.ledger = ledger;
  }

  static UUID id(long n) {
    return new UUID(((FIRST + n * STEP) << 16) | 0x7000, (1L << 63) | n);
  }

  /** Fills the empty tables. */
  void fill(Size size) {
    ledger.execute(PREPARE);
    together(
        ROWS.stream()
            .<Callable<Boolean>>map(part ->
                () -> {
                  run(
                      part.stream()
                          .map(sql ->
                              sql.replace("%%", "%")
                                  .replace("%1$d", "" + size.extractions())
                                  .replace("%2$d", "" + PROJECTS)
                                  .replace("%3$d", "" + size.passages()))
                          .toList());
                  return true;
                })
            .toList());
    List<List<String>> indexes =
        ledger
            .column("SELECT string_agg(definition, ';') FROM index_definition GROUP BY relation")
            .stream()
            .map(List::of)
            .toList();
    together(indexes.stream().<Callable<Boolean>>map(it -> () -> run(it)).toList());
    ledger.execute("VACUUM ANALYZE");
  }

  private boolean run(List<String> statements) throws SQLException {
    try (Connection connection = ledger.direct();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '256MB'");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return true;
  }

  private static void together(List<Callable<Boolean>> parts) {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Boolean> part : threads.invokeAll(parts)) {
        part.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the large ledger could not be made", e);
    }
  }
}
