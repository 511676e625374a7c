-- AcceptSql.DECIDE
WITH seen AS MATERIALIZED (
  SELECT i.*, s.id AS source_id, clock_timestamp() AS at,
         newest.id AS newest,
         CASE WHEN s.newest_accepted_id = i.id THEN s.newest_accepted
              ELSE s.newest_accepted + 1
         END AS generation,
         CASE WHEN own.id IS NOT NULL THEN own.id
              WHEN k.extraction <> i.id AND (k.body_hash <> i.body_hash OR keyed.id IS NOT NULL)
              THEN k.extraction
              WHEN d.fingerprint = i.fingerprint
               AND newest.status NOT IN ('failed', 'cancelled', 'deleting') THEN newest.id
         END AS existing,
         CASE WHEN own.id IS NOT NULL THEN 'again'
              WHEN k.extraction <> i.id AND k.body_hash <> i.body_hash THEN 'reused'
              WHEN k.extraction <> i.id AND keyed.id IS NOT NULL THEN 'existing'
              WHEN d.fingerprint = i.fingerprint
               AND newest.status NOT IN ('failed', 'cancelled', 'deleting') THEN 'existing'
              ELSE 'new'
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
   WHERE verdict = 'new'
), documents AS (
  INSERT INTO document
         (project, extraction, source, generation, created_at, fingerprint, metadata, text,
          warnings)
  SELECT project, id, source_id, generation, at, fingerprint, (?::text[])[n]::json,
         (?::text[])[n], (?::text[])[n]
    FROM seen
   WHERE verdict = 'new'
), sources AS (
  UPDATE source s
     SET newest_accepted = seen.generation, newest_accepted_id = seen.id
    FROM seen
   WHERE s.id = seen.source_id
     AND s.newest_accepted_id <> seen.id
     AND seen.verdict = 'new'
), unused AS (
  DELETE FROM source s
   USING seen
   WHERE s.id = seen.source_id
     AND s.newest_accepted_id = seen.id
     AND seen.verdict IN ('reused', 'existing')
), keys AS (
  UPDATE idempotency_key k
     SET extraction = coalesce(seen.existing, seen.id), body_hash = seen.body_hash,
         created_at = seen.at
    FROM seen
   WHERE k.project = seen.project
     AND k.key = seen.key
     AND seen.verdict IN ('new', 'existing')
     AND k.extraction <> coalesce(seen.existing, seen.id)
), older AS (
  SELECT newest AS id FROM seen WHERE verdict = 'new' AND newest IS NOT NULL
   UNION
  SELECT e.id
    FROM seen
    JOIN extraction e ON e.source = seen.source_id
                     AND e.revived
                     AND e.status IN ('pending', 'queued', 'processing')
   WHERE seen.verdict = 'new'
), outdated AS (
  UPDATE extraction e
     SET status = 'superseded', since = clock_timestamp(), due_at = NULL, message_ms = NULL,
         message_sequence = NULL, marker = NULL, session = NULL, deadline = NULL,
         attempt_timeout_ms = NULL
    FROM older
   WHERE e.id = older.id
     AND e.status::text IN ('pending', 'queued', 'processing')
  RETURNING e.id, e.project, e.since, e.epoch, old.status AS was, old.session AS worker
), removals AS (
  INSERT INTO removal (extraction, project, reason)
  SELECT id, project, 'superseded' FROM outdated
  ON CONFLICT (extraction) DO UPDATE
     SET reason = excluded.reason, due_at = excluded.due_at, first_confirmed_at = NULL
), trail AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
  SELECT id, project, at, 0, NULL::extraction_status, 'pending'::extraction_status, NULL::uuid,
         'accepted'
    FROM seen
   WHERE verdict = 'new'
   UNION ALL
  SELECT id, project, since, epoch, was, 'superseded', worker, 'a newer version was accepted'
    FROM outdated
)
SELECT id, verdict, generation, existing, at, coalesce(run_at::timestamptz, at)
  FROM seen
 UNION ALL
SELECT id, 'outdated ' || was, NULL, NULL, NULL, NULL
  FROM outdated

-- AcceptSql.LOCK
WITH input AS (
  SELECT *
    FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bytea[])
         AS i(id, project, source, key, body_hash)
), living AS MATERIALIZED (
  SELECT p.id
    FROM project p
   WHERE p.id = ANY (?::uuid[])
     AND p.deleted_at IS NULL
   ORDER BY p.id
     FOR KEY SHARE
), keys AS (
  INSERT INTO idempotency_key (project, key, extraction, body_hash)
  SELECT i.project, i.key, i.id, i.body_hash
    FROM input i
    JOIN living l ON l.id = i.project
   WHERE i.key IS NOT NULL
   ORDER BY i.project, i.key COLLATE "C"
  ON CONFLICT (project, key) DO UPDATE SET key = idempotency_key.key
)
INSERT INTO source (project, name, newest_accepted, newest_accepted_id)
SELECT i.project, i.source, 1, i.id
  FROM input i
  JOIN living l ON l.id = i.project
 ORDER BY i.project, i.source COLLATE "C"
ON CONFLICT (project, name) DO UPDATE SET newest_accepted = source.newest_accepted

-- AdvanceOperation.ADVANCE
UPDATE extraction e
   SET stage = greatest(e.stage, i.stage::extraction_stage),
       crashes = CASE WHEN i.stage::extraction_stage > e.stage THEN 0 ELSE e.crashes END,
       passages = i.passages, passages_extracted = i.extracted, passages_embedded = i.embedded,
       deadline = clock_timestamp() + i.timeout * interval '1 millisecond',
       attempt_timeout_ms = i.timeout
  FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::integer[], ?::integer[],
              ?::integer[], ?::integer[])
       AS i(id, epoch, session, stage, passages, extracted, embedded, timeout)
 WHERE e.id = i.id
   AND e.status::text = 'processing'
   AND e.epoch = i.epoch
   AND e.session = i.session
RETURNING e.id

-- Burial.DELETE
WITH changed AS (
  UPDATE extraction e
     SET status = 'deleting', since = clock_timestamp(), due_at = NULL, message_ms = NULL,
         message_sequence = NULL, marker = NULL, session = NULL, deadline = NULL,
         attempt_timeout_ms = NULL
   WHERE e.id = ANY (?::uuid[])
     AND e.status::text <> 'deleting'
  RETURNING e.id, e.project, e.since, e.epoch, old.status AS was, old.session AS worker
), removals AS (
  INSERT INTO removal (extraction, project, reason)
  SELECT id, project, 'deleting' FROM changed ORDER BY id
  ON CONFLICT (extraction) DO UPDATE
     SET reason = excluded.reason, due_at = excluded.due_at, first_confirmed_at = NULL
), trail AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
  SELECT id, project, since, epoch, was, 'deleting', worker, 'its project was deleted'
    FROM changed
)
SELECT was FROM changed

-- Burial.LOCK
SELECT id
  FROM extraction
 WHERE id = ANY (?::uuid[])
 ORDER BY id
   FOR NO KEY UPDATE

-- Burial.NEXT
SELECT id, buried_to
  FROM project
 WHERE deleted_at IS NOT NULL
   AND NOT buried
 ORDER BY deleted_at
 LIMIT 1
   FOR NO KEY UPDATE SKIP LOCKED

-- Burial.NOTE
UPDATE project
   SET buried_to = coalesce(?, buried_to),
       buried = ?
 WHERE id = ?

-- Burial.PAGE
SELECT extraction
  FROM document
 WHERE project = ?
   AND extraction > ?
 ORDER BY extraction
 LIMIT ?

-- Burial.UNTOUCHED
SELECT count(*)
  FROM (
        SELECT
          FROM project p
          JOIN document d ON d.project = p.id
                         AND d.extraction > coalesce(p.buried_to, '00000000-0000-0000-0000-000000000000')
          JOIN extraction e ON e.id = d.extraction AND e.status::text <> 'deleting'
         WHERE p.deleted_at IS NOT NULL
           AND NOT p.buried
         LIMIT ?
       ) AS behind_a_tombstone

-- BuriedProjects.DROP
DELETE FROM project WHERE id = ?

-- BuriedProjects.DROP_ENTITIES
DELETE FROM entity
 WHERE id = ANY (?::uuid[])

-- BuriedProjects.ENTITIES
SELECT id
  FROM entity
 WHERE project = ?
 ORDER BY type, key
 LIMIT ?

-- BuriedProjects.MENTIONS
DELETE FROM mention
 WHERE (entity, extraction) IN (
   SELECT entity, extraction FROM mention WHERE entity = ANY (?::uuid[]) LIMIT ?)

-- BuriedProjects.NEXT
SELECT p.id
  FROM project p
 WHERE p.deleted_at IS NOT NULL
   AND p.buried
   AND p.id <> ALL (?::uuid[])
   AND NOT EXISTS (SELECT FROM document d WHERE d.project = p.id)
 ORDER BY p.deleted_at
 LIMIT 1
   FOR UPDATE OF p SKIP LOCKED

-- BuriedProjects.ROWS[0]
DELETE FROM answer
 WHERE (project, fingerprint) IN (
   SELECT project, fingerprint FROM answer WHERE project = ? LIMIT ?)

-- BuriedProjects.ROWS[1]
DELETE FROM idempotency_key
 WHERE (project, key) IN (
   SELECT project, key FROM idempotency_key WHERE project = ? LIMIT ?)

-- BuriedProjects.ROWS[2]
DELETE FROM source
 WHERE id IN (SELECT id FROM source WHERE project = ? LIMIT ?)

-- BuriedProjects.ROWS[3]
DELETE FROM status_difference
 WHERE ctid = ANY (ARRAY (SELECT ctid FROM status_difference WHERE project = ? LIMIT ?))

-- BuriedProjects.ROWS[4]
DELETE FROM status_count
 WHERE (project, status) IN (
   SELECT project, status FROM status_count WHERE project = ? LIMIT ?)

-- ClaimOperation.CLAIM
WITH taken AS (
  UPDATE extraction e
     SET status = 'processing',
         epoch = greatest(e.epoch + 1,
                          (extract(epoch FROM clock_timestamp()) * 1000000)::bigint),
         since = clock_timestamp(), started_at = clock_timestamp(), session = i.session,
         deadline = clock_timestamp() + i.timeout * interval '1 millisecond',
         attempt_timeout_ms = i.timeout, attempts = e.attempts + 1, due_at = NULL,
         message_ms = NULL, message_sequence = NULL, marker = NULL
    FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::integer[])
         AS i(id, epoch, session, timeout)
   WHERE e.id = i.id
     AND e.epoch = i.epoch
     AND (e.status::text = 'queued' OR e.status::text = 'pending' AND e.due_at <= statement_timestamp())
     AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
  RETURNING e.id, e.project, e.epoch, e.session, e.generation, e.stage, e.queue, e.attempts,
            e.max_attempts, e.crashes, old.status AS was, e.since,
            old.message_ms AS entry, old.marker AS incarnation
), newest AS (
  SELECT queue, incarnation, max(entry) AS entry
    FROM taken
   WHERE entry IS NOT NULL
   GROUP BY queue, incarnation
   ORDER BY queue
), progress AS (
  UPDATE queue_setting q
     SET claimed_ms = n.entry, claimed_marker = n.incarnation
    FROM newest n
   WHERE q.queue = n.queue
     AND (q.claimed_marker IS DISTINCT FROM n.incarnation OR q.claimed_ms < n.entry - 1000)
), trail AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
  SELECT id, project, since, epoch, was, 'processing', session, 'claimed'
    FROM taken
)
SELECT id, project, epoch, session, generation, stage, queue, attempts, max_attempts, crashes,
       was
  FROM taken

-- ClaimOperation.HELD
SELECT e.id, e.project, e.epoch, e.session, e.generation, e.stage, e.queue, e.attempts,
       e.max_attempts, e.crashes
  FROM extraction e
  JOIN unnest(?::uuid[], ?::bigint[], ?::uuid[]) AS i(id, epoch, session) ON i.id = e.id
 WHERE e.status::text = 'processing'
   AND e.session = i.session
   AND e.epoch > i.epoch

-- ClaimRelease.ABANDONED
SELECT e.id, e.epoch, e.session
  FROM extraction e
  LEFT JOIN worker_session w ON w.id = e.session AND w.closed_at IS NULL
 WHERE e.status = 'processing'
   AND w.id IS NULL
   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
 ORDER BY e.id
 LIMIT ?
   FOR UPDATE OF e SKIP LOCKED

-- ClaimRelease.HUNG
SELECT id, epoch, session
  FROM extraction e
 WHERE status = 'processing'
   AND deadline < statement_timestamp()
   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
 ORDER BY id
 LIMIT ?
   FOR UPDATE SKIP LOCKED

-- ClaimRelease.OF_SESSION
SELECT id, epoch, session
  FROM extraction e
 WHERE session = ?
   AND status = 'processing'
   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
 ORDER BY id
   FOR UPDATE

-- CompleteOperation.COMPLETE
WITH ended AS (
  UPDATE extraction e
     SET status = CASE WHEN s.newest_finished > e.generation THEN 'superseded'
                       ELSE 'done' END::extraction_status,
         since = clock_timestamp(), stage = 'linked', crashes = 0,
         done_at = CASE WHEN s.newest_finished > e.generation THEN NULL
                        ELSE clock_timestamp() END,
         session = NULL, deadline = NULL, attempt_timeout_ms = NULL, failure_code = NULL,
         failure_class = NULL, failure_stage = NULL, failure_message = NULL
    FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[])
         AS i(id, epoch, session, source)
    JOIN source s ON s.id = i.source
   WHERE e.id = i.id
     AND e.status::text = 'processing'
     AND e.epoch = i.epoch
     AND e.session = i.session
  RETURNING e.id, e.project, e.source, e.generation, e.epoch, e.since, e.status,
            old.session AS worker, s.newest_finished_id AS predecessor
), sources AS (
  UPDATE source s
     SET newest_finished = ended.generation, newest_finished_id = ended.id
    FROM ended
   WHERE s.id = ended.source
     AND ended.status = 'done'
), outdated AS (
  UPDATE extraction e
     SET status = 'superseded', since = clock_timestamp()
    FROM ended
   WHERE e.id = ended.predecessor
     AND e.status::text = 'done'
     AND ended.status = 'done'
  RETURNING e.id, e.project, e.epoch, e.since
), removals AS (
  INSERT INTO removal (extraction, project, reason)
  SELECT id, project, 'superseded'::removal_reason FROM ended WHERE status = 'superseded'
   UNION ALL
  SELECT id, project, 'superseded' FROM outdated
  ON CONFLICT (extraction) DO UPDATE
     SET reason = excluded.reason, due_at = excluded.due_at, first_confirmed_at = NULL
), trail AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
  SELECT id, project, since, epoch, 'processing'::extraction_status, status, worker,
         CASE WHEN status = 'done' THEN 'completed' ELSE 'a newer version had finished' END
    FROM ended
   UNION ALL
  SELECT id, project, since, epoch, 'done', 'superseded', NULL, 'a newer version is done'
    FROM outdated
)
SELECT id, 'processing', status FROM ended
 UNION ALL
SELECT id, 'done', 'superseded' FROM outdated

-- CompleteOperation.LOCK
SELECT e.id, s.id
  FROM unnest(?::uuid[]) AS i(id)
  JOIN extraction e ON e.id = i.id
  JOIN source s ON s.id = e.source
 ORDER BY s.project, s.name, e.generation
   FOR NO KEY UPDATE OF s

-- Database.HALFWAY
SELECT set_config('statement_timeout', ?, true)

-- Database.READING
SELECT set_config('default_transaction_read_only', 'on', false),
       set_config('statement_timeout', ?, false)

-- DeadClaimQuery.PAGE
SELECT id, project, epoch, session, cause
  FROM (
        SELECT e.id, e.project, e.epoch, e.session,
               CASE
                 WHEN w.id IS NULL OR w.closed_at IS NOT NULL THEN 'DRAINED'
                 WHEN ? AND s.lock_is_free THEN 'CRASHED'
                 WHEN ? AND w.heartbeat_at < statement_timestamp() - ? * interval '1 millisecond' THEN 'LEASE_EXPIRED'
                 WHEN e.deadline < statement_timestamp() THEN 'DEADLINE_PASSED'
               END AS cause
          FROM extraction e
          LEFT JOIN worker_session w ON w.id = e.session
          LEFT JOIN LATERAL (
               SELECT w.lock_seen AND NOT EXISTS (
                        SELECT FROM pg_locks l
                         WHERE l.locktype = 'advisory'
                           AND l.granted
                           AND l.objsubid = 1
                           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                           AND (l.classid::bigint << 32) | l.objid::bigint = w.lock_key) AS lock_is_free
               ) AS s ON true
         WHERE e.status = 'processing'
           AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
           AND (?::uuid IS NULL OR e.project = ?::uuid)
           AND (?::uuid IS NULL OR e.id = ?::uuid)
           AND e.id > ?::uuid
       ) AS held
 WHERE cause IS NOT NULL
 ORDER BY id
 LIMIT ?

-- EndCall.END
WITH living AS MATERIALIZED (
  SELECT p.id
    FROM project p
   WHERE p.id = ANY (?::uuid[])
     AND p.deleted_at IS NULL
   ORDER BY p.id
     FOR KEY SHARE
), input AS MATERIALIZED (
  SELECT i.*, e.id IS NOT NULL AS kept
    FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                ?::text[], ?::bytea[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::text[], ?::text[], ?::text[])
         AS i(extraction, id, project, epoch, ordinal, provider, model, fingerprint, verdict,
              calls, input_tokens, output_tokens, reason, raw, facts)
    JOIN living l ON l.id = i.project
    LEFT JOIN extraction e ON e.id = i.extraction AND e.status <> 'deleting'
), calls AS (
  INSERT INTO model_call AS c
         (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint,
          verdict, calls, input_tokens, output_tokens, ended_at, reason, raw)
  SELECT extraction, id, project, epoch, clock_timestamp(), ordinal, provider, model,
         fingerprint, verdict::call_verdict, calls, input_tokens, output_tokens,
         clock_timestamp(), reason, CASE WHEN kept THEN raw END
    FROM input
   ORDER BY extraction, id
  ON CONFLICT (extraction, id) DO UPDATE
     SET verdict = excluded.verdict, calls = excluded.calls,
         input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
         ended_at = excluded.ended_at, reason = excluded.reason, raw = excluded.raw
   WHERE c.ended_at IS NULL
)
INSERT INTO answer (project, fingerprint, facts)
SELECT project, fingerprint, facts::json
  FROM input
 WHERE facts IS NOT NULL
   AND kept
 ORDER BY project, fingerprint
ON CONFLICT (project, fingerprint) DO NOTHING
RETURNING project, fingerprint, facts

-- Farewell.DELETING
SELECT id
  FROM extraction
 WHERE id = ANY (?::uuid[])
   AND status::text = 'deleting'
 ORDER BY id

-- Farewell.LOCK
SELECT id
  FROM extraction
 WHERE id = ANY (?::uuid[])
 ORDER BY id
   FOR UPDATE

-- Farewell.ROWS[0]
DELETE FROM search_due
 WHERE extraction = ANY (?::uuid[])

-- Farewell.ROWS[1]
DELETE FROM search_piece
 WHERE extraction = ANY (?::uuid[])

-- Farewell.ROWS[2]
DELETE FROM answer a
 USING model_call c
 WHERE c.extraction = ANY (?::uuid[])
   AND a.project = c.project
   AND a.fingerprint = c.fingerprint
   AND NOT EXISTS (
     SELECT FROM passage mine
       JOIN passage other ON other.content_hash = mine.content_hash AND other.extraction <> mine.extraction
       JOIN extraction o ON o.id = other.extraction AND o.project = c.project AND o.status <> 'deleting'
      WHERE mine.extraction = c.extraction
        AND mine.ordinal = c.ordinal)

-- Farewell.ROWS[3]
DELETE FROM passage
 WHERE extraction = ANY (?::uuid[])

-- Farewell.ROWS[4]
DELETE FROM model_call
 WHERE extraction = ANY (?::uuid[])

-- Farewell.ROWS[5]
DELETE FROM document d
 USING extraction e
 WHERE e.id = ANY (?::uuid[])
   AND d.project = e.project
   AND d.extraction = e.id

-- Farewell.ROWS[6]
DELETE FROM extraction
 WHERE id = ANY (?::uuid[])

-- Farewell.TAKE
DELETE FROM removal r
 USING unnest(?::uuid[], ?::text[], ?::text[]) AS seen(extraction, reason, confirmed_at)
 WHERE r.extraction = seen.extraction
   AND r.reason::text = seen.reason
   AND r.first_confirmed_at IS NOT DISTINCT FROM seen.confirmed_at::timestamptz
RETURNING r.extraction

-- FindAnswers.FIND
SELECT a.project, a.fingerprint, a.facts
  FROM unnest(?::uuid[], ?::bytea[]) AS i(project, fingerprint)
  JOIN answer a ON a.project = i.project AND a.fingerprint = i.fingerprint
  JOIN project p ON p.id = a.project AND p.deleted_at IS NULL

-- FindProjects.FIND
SELECT p.id, p.tenant, p.slug, p.schema, p.options, p.version, p.created_at
  FROM unnest(?::text[], ?::text[]) AS i(tenant, slug)
  JOIN project p ON p.tenant = i.tenant AND p.slug = i.slug AND p.deleted_at IS NULL

-- ForgetKeys.FORGET
DELETE FROM idempotency_key k
 USING (SELECT project, key
          FROM idempotency_key
         WHERE created_at < statement_timestamp() - ? * interval '1 millisecond'
         LIMIT ?
           FOR UPDATE SKIP LOCKED) AS old
 WHERE k.project = old.project
   AND k.key = old.key

-- HandBackOperation.HAND_BACK
WITH ended AS (
  UPDATE extraction e
     SET status = CASE WHEN i.delay < 0 THEN 'failed' ELSE 'pending' END::extraction_status,
         since = clock_timestamp(),
         due_at = CASE WHEN i.delay >= 0
                       THEN clock_timestamp() + i.delay * interval '1 millisecond' END,
         session = NULL, deadline = NULL, attempt_timeout_ms = NULL, crashes = 0,
         attempts = CASE WHEN i.counted THEN e.attempts ELSE greatest(e.attempts - 1, 0) END,
         failure_code = i.code, failure_class = i.class::failure_class,
         failure_stage = i.stage::extraction_stage, failure_message = i.message
    FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[], ?::boolean[], ?::text[],
                ?::text[], ?::text[], ?::text[], ?::text[])
         AS i(id, epoch, session, delay, counted, code, class, stage, message, reason)
   WHERE e.id = i.id
     AND e.status::text = 'processing'
     AND e.epoch = i.epoch
     AND e.session = i.session
  RETURNING e.id, e.project, e.since, e.epoch, e.status, old.session AS worker, i.reason
), trail AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
  SELECT id, project, since, epoch, 'processing', status, worker, reason
    FROM ended
)
SELECT id FROM ended

-- LinkOperation.HOLD
SELECT id
  FROM entity
 WHERE id = ANY (?::uuid[])
 ORDER BY id
   FOR KEY SHARE

-- LinkOperation.LINK
WITH held AS (
  UPDATE extraction e
     SET stage = greatest(e.stage, 'linked'),
         crashes = CASE WHEN e.stage < 'linked' THEN 0 ELSE e.crashes END,
         deadline = clock_timestamp() + e.attempt_timeout_ms * interval '1 millisecond'
    FROM unnest(?::uuid[], ?::bigint[], ?::uuid[]) AS i(id, epoch, session)
   WHERE e.id = i.id
     AND e.status::text = 'processing'
     AND e.epoch = i.epoch
     AND e.session = i.session
  RETURNING e.id
), link AS MATERIALIZED (
  SELECT *
    FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
         AS l(entity, project, extraction, type, key, name, ordinals)
   WHERE l.extraction = ANY (ARRAY (SELECT id FROM held))
), entities AS (
  INSERT INTO entity (id, project, type, key, name)
  SELECT entity, project, type, key, name FROM link ORDER BY entity
  ON CONFLICT (id) DO NOTHING
), mentions AS (
  INSERT INTO mention (entity, extraction, ordinals)
  SELECT entity, extraction, ordinals::integer[] FROM link ORDER BY entity, extraction
  ON CONFLICT (entity, extraction) DO UPDATE SET ordinals = excluded.ordinals
   WHERE mention.ordinals <> excluded.ordinals
)
SELECT id FROM held

-- Lock.ROWS
SELECT id FROM extraction WHERE id = ANY (?::uuid[]) ORDER BY id FOR SHARE

-- LooseRows.CALLS
WITH RECURSIVE walk AS (
  (SELECT extraction FROM model_call WHERE extraction > ?::uuid ORDER BY extraction LIMIT 1)
   UNION ALL
  SELECT (SELECT c.extraction
            FROM model_call c
           WHERE c.extraction > w.extraction
           ORDER BY c.extraction
           LIMIT 1)
    FROM walk w
   WHERE w.extraction IS NOT NULL
), seen AS MATERIALIZED (
  SELECT extraction FROM walk WHERE extraction IS NOT NULL LIMIT ?
)
SELECT s.extraction,
       CASE WHEN e.id IS NULL
            THEN (SELECT count(*) FROM model_call c WHERE c.extraction = s.extraction)
            ELSE 0
       END
  FROM seen s
  LEFT JOIN extraction e ON e.id = s.extraction
 ORDER BY s.extraction

-- LooseRows.DOCUMENTS
SELECT d.project, d.extraction, e.id IS NULL
  FROM document d
  LEFT JOIN extraction e ON e.id = d.extraction
 WHERE (d.project, d.extraction) > (?::uuid, ?::uuid)
 ORDER BY d.project, d.extraction
 LIMIT ?

-- LooseRows.DROP_CALLS
DELETE FROM model_call c
 WHERE c.extraction = ANY (?::uuid[])
   AND NOT EXISTS (SELECT FROM extraction e WHERE e.id = c.extraction)

-- LooseRows.DROP_DOCUMENTS
DELETE FROM document d
 USING unnest(?::uuid[], ?::uuid[]) AS i(project, id)
 WHERE d.project = i.project
   AND d.extraction = i.id
   AND NOT EXISTS (SELECT FROM extraction e WHERE e.id = d.extraction)

-- LooseRows.DROP_PASSAGES
DELETE FROM passage p
 WHERE p.extraction = ANY (?::uuid[])
   AND NOT EXISTS (SELECT FROM extraction e WHERE e.id = p.extraction)

-- LooseRows.ENTITIES
SELECT n.id,
       CASE WHEN EXISTS (SELECT FROM mention m WHERE m.entity = n.id) THEN 0 ELSE 1 END
  FROM entity n
 WHERE n.id > ?::uuid
 ORDER BY n.id
 LIMIT ?

-- LooseRows.ENTITIES_OF_PROJECT
SELECT n.id,
       CASE WHEN EXISTS (SELECT FROM mention m WHERE m.entity = n.id) THEN 0 ELSE 1 END,
       n.type, n.key
  FROM entity n
 WHERE n.project = ?::uuid
   AND (n.type, n.key) > (?, ?)
 ORDER BY n.type, n.key
 LIMIT ?

-- LooseRows.GONE
SELECT wanted.id
  FROM unnest(?::uuid[]) AS wanted(id)
 WHERE NOT EXISTS (SELECT FROM extraction e WHERE e.id = wanted.id)

-- LooseRows.MENTIONS
WITH RECURSIVE walk AS (
  (SELECT extraction FROM mention WHERE extraction > ?::uuid ORDER BY extraction LIMIT 1)
   UNION ALL
  SELECT (SELECT m.extraction
            FROM mention m
           WHERE m.extraction > w.extraction
           ORDER BY m.extraction
           LIMIT 1)
    FROM walk w
   WHERE w.extraction IS NOT NULL
), seen AS MATERIALIZED (
  SELECT extraction FROM walk WHERE extraction IS NOT NULL LIMIT ?
)
SELECT s.extraction,
       CASE WHEN e.id IS NULL
            THEN (SELECT count(*) FROM mention m WHERE m.extraction = s.extraction)
            ELSE 0
       END
  FROM seen s
  LEFT JOIN extraction e ON e.id = s.extraction
 ORDER BY s.extraction

-- LooseRows.PASSAGES
WITH RECURSIVE walk AS (
  (SELECT extraction FROM passage WHERE extraction > ?::uuid ORDER BY extraction LIMIT 1)
   UNION ALL
  SELECT (SELECT p.extraction
            FROM passage p
           WHERE p.extraction > w.extraction
           ORDER BY p.extraction
           LIMIT 1)
    FROM walk w
   WHERE w.extraction IS NOT NULL
), seen AS MATERIALIZED (
  SELECT extraction FROM walk WHERE extraction IS NOT NULL LIMIT ?
)
SELECT s.extraction,
       CASE WHEN e.id IS NULL
            THEN (SELECT count(*) FROM passage p WHERE p.extraction = s.extraction)
            ELSE 0
       END
  FROM seen s
  LEFT JOIN extraction e ON e.id = s.extraction
 ORDER BY s.extraction

-- Mentions.DROP
DELETE FROM entity n
 WHERE n.id = ANY (?::uuid[])
   AND NOT EXISTS (SELECT FROM mention m WHERE m.entity = n.id)

-- Mentions.FORGET
DELETE FROM mention
 WHERE extraction = ANY (?::uuid[])
RETURNING entity

-- Mentions.LOCK
SELECT id
  FROM entity
 WHERE id = ANY (?::uuid[])
 ORDER BY id
   FOR UPDATE SKIP LOCKED

-- PassageQuery.BY_EMBEDDING_ID
SELECT p.extraction, p.ordinal, p.start_at, p.end_at, p.text, p.content_hash, p.embedding_id, p.model, p.facts
  FROM unnest(?::uuid[]) AS wanted(id)
  JOIN passage p ON p.embedding_id = wanted.id

-- PointRowQuery.BY_ID
SELECT r.*
  FROM unnest(?::uuid[]) AS wanted(id)
  JOIN point_row r ON r.embedding_id = wanted.id

-- PointRowQuery.EVERYTHING
SELECT r.*
  FROM point_row r
 WHERE r.model = ?
   AND (r.extraction, r.ordinal) > (?::uuid, ?)
 ORDER BY r.extraction, r.ordinal
 LIMIT ?

-- PointRowQuery.OF_BUCKET
SELECT r.*
  FROM point_row r
 WHERE r.model = ?
   AND r.embedding_id > ?::uuid
   AND r.embedding_id <= ?::uuid
 ORDER BY r.embedding_id
 LIMIT ?

-- PointRowQuery.OF_EXTRACTION
SELECT r.*
  FROM point_row r
 WHERE r.extraction = ?
   AND r.project = ?
   AND r.model = ?
   AND r.ordinal > ?
 ORDER BY r.ordinal
 LIMIT ?

-- PointRowQuery.OF_OTHERS
SELECT r.*
  FROM point_row r
 WHERE r.model <> ?
   AND (r.extraction, r.ordinal) > (?::uuid, ?)
 ORDER BY r.extraction, r.ordinal
 LIMIT ?

-- PointRowQuery.OF_PROJECT
SELECT r.*
  FROM document d
  JOIN point_row r ON r.extraction = d.extraction
 WHERE d.project = ?
   AND r.model = ?
   AND d.extraction >= ?::uuid
   AND (r.extraction, r.ordinal) > (?::uuid, ?)
 ORDER BY d.extraction, r.ordinal
 LIMIT ?

-- PostgresClaimReaper.CLOSE
UPDATE worker_session
   SET closed_at = clock_timestamp(),
       close_reason = ?
 WHERE id = ?
   AND closed_at IS NULL

-- PostgresClaimReaper.OPEN_BUT
SELECT id
  FROM worker_session
 WHERE closed_at IS NULL
   AND id <> ALL (?::uuid[])
 ORDER BY opened_at

-- PostgresClaimReaper.SESSIONS
SELECT w.id, w.host, w.pid, w.version, w.concurrency, w.opened_at, w.heartbeat_at,
       ? AND w.lock_seen AND NOT EXISTS (
         SELECT FROM pg_locks l
          WHERE l.locktype = 'advisory'
            AND l.granted
            AND l.objsubid = 1
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (l.classid::bigint << 32) | l.objid::bigint = w.lock_key) AS lock_free,
       ? AND w.heartbeat_at < statement_timestamp() - ? * interval '1 millisecond' AS stale,
       (SELECT count(*) FROM extraction e WHERE e.session = w.id AND e.status = 'processing') AS claims
  FROM worker_session w
 WHERE w.closed_at IS NULL
 ORDER BY w.opened_at

-- PostgresClaimReaper.SIGNS
SELECT w.lock_seen AND pg_try_advisory_xact_lock(w.lock_key) AS lock_taken,
       w.heartbeat_at < statement_timestamp() - ? * interval '1 millisecond' AS stale
  FROM worker_session w
 WHERE w.id = ?
   AND w.closed_at IS NULL
   FOR UPDATE

-- PostgresConversions.CONVERT
UPDATE passage p
   SET embedding_id = c.new_id,
       model = ?
  FROM unnest(?::uuid[], ?::integer[], ?::uuid[], ?::uuid[]) AS c(extraction, ordinal, old_id, new_id)
 WHERE p.extraction = c.extraction
   AND p.ordinal = c.ordinal
   AND p.embedding_id = c.old_id

-- PostgresConversions.NAMED
SELECT p.embedding_id
  FROM unnest(?::uuid[]) AS wanted(id)
  JOIN passage p ON p.embedding_id = wanted.id

-- PostgresEntityStore.LIST
SELECT e.type, e.name, e.key, living.extractions[1:1000], living.mentions
  FROM entity e
 CROSS JOIN LATERAL (
       SELECT array_agg(m.extraction ORDER BY m.extraction DESC) AS extractions,
              sum(cardinality(m.ordinals)) AS mentions
         FROM mention m
         JOIN living_extraction l ON l.id = m.extraction
        WHERE m.entity = e.id) AS living
 WHERE e.project = ?
   AND (? = '' OR e.type = ?)
   AND (e.type, e.key) > (?, ?)
   AND strpos(lower(e.name), ?) > 0
   AND living.mentions > 0
 ORDER BY e.type, e.key
 LIMIT ?

-- PostgresExtractionReader.FIND
SELECT g.*
  FROM saga g
  JOIN project p ON p.id = g.project AND p.deleted_at IS NULL
 WHERE g.id = ?
   AND g.project = ?
   AND g.status <> 'deleting'

-- PostgresExtractionReader.HISTORY
SELECT at, from_status, to_status, epoch, reason, worker
  FROM audit
 WHERE extraction = ?
   AND project = ?
 ORDER BY seq

-- PostgresExtractionReader.LIVING
SELECT l.id
  FROM source s
  JOIN living_extraction l ON l.id = s.newest_finished_id
 WHERE s.project = ?
   AND s.name = ?

-- PostgresExtractionReader.TEXT
SELECT d.text
  FROM document d
  JOIN extraction e ON e.id = d.extraction AND e.status <> 'deleting'
  JOIN project p ON p.id = d.project AND p.deleted_at IS NULL
 WHERE d.project = ?
   AND d.extraction = ?

-- PostgresLedgerAudit.BUCKET_COUNTS
SELECT (get_byte(uuid_send(embedding_id), 0) << 4) | (get_byte(uuid_send(embedding_id), 1) >> 4) AS bucket,
       count(*) AS rows
  FROM passage
 WHERE embedding_id IS NOT NULL
   AND model = ?
 GROUP BY bucket

-- PostgresLedgerAudit.CLAIMED
SELECT queue, claimed_ms, claimed_marker FROM queue_setting WHERE claimed_ms IS NOT NULL

-- PostgresLedgerAudit.FATES
SELECT e.id, e.project,
       CASE WHEN p.deleted_at IS NULL THEN e.status ELSE 'deleting' END AS status, e.epoch,
       CASE
         WHEN p.deleted_at IS NOT NULL AND e.status <> 'deleting' THEN 'OPEN'
         WHEN r.extraction IS NULL THEN 'NO'
         WHEN r.first_confirmed_at IS NULL THEN 'OPEN'
         ELSE 'CONFIRMED'
       END AS leaving
  FROM unnest(?::uuid[]) AS wanted(id)
  JOIN extraction e ON e.id = wanted.id
  JOIN project p ON p.id = e.project
  LEFT JOIN removal r ON r.extraction = e.id

-- PostgresLedgerAudit.OLDEST
SELECT least(
         (SELECT min(greatest(since, due_at))
            FROM extraction
           WHERE status = 'pending'
             AND greatest(since, due_at) <= statement_timestamp()),
         (SELECT min(since) FROM extraction WHERE status = 'queued'),
         (SELECT min(since) FROM extraction WHERE status = 'processing'),
         (SELECT min(created_at) FROM removal WHERE first_confirmed_at IS NULL))

-- PostgresLedgerAudit.QUEUED
SELECT id, epoch, queue, message_ms, message_sequence, marker, since
  FROM extraction e
 WHERE status = 'queued'
   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
   AND (?::uuid IS NULL OR project = ?::uuid)
   AND (?::uuid IS NULL OR id = ?::uuid)
   AND id > ?::uuid
 ORDER BY id
 LIMIT ?

-- PostgresLedgerAudit.STILL_QUEUED
SELECT e.id, e.epoch, e.queue, e.message_ms, e.message_sequence, e.marker, e.since
  FROM unnest(?::uuid[]) AS seen(id)
  JOIN extraction e ON e.id = seen.id
 WHERE e.status = 'queued'
   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
 ORDER BY e.id

-- PostgresLedgerAudit.UNPUBLISHED
SELECT id, epoch, queue
  FROM extraction e
 WHERE status = 'pending'
   AND greatest(since, due_at) <= statement_timestamp() - ? * interval '1 millisecond'
   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
   AND (?::uuid IS NULL OR project = ?::uuid)
   AND (?::uuid IS NULL OR id = ?::uuid)
   AND id > ?::uuid
 ORDER BY id
 LIMIT ?

-- PostgresOrphans.DUE
SELECT point, extraction, epoch
  FROM orphan
 WHERE first_seen_at <= statement_timestamp() - ? * interval '1 millisecond'
 ORDER BY first_seen_at
 LIMIT ?

-- PostgresOrphans.FORGET
DELETE FROM orphan
 WHERE point = ANY (?::uuid[])

-- PostgresOrphans.OVERDUE
SELECT o.point, o.extraction, o.epoch
  FROM unnest(?::uuid[]) AS wanted(point)
  JOIN orphan o ON o.point = wanted.point
 WHERE o.first_seen_at <= statement_timestamp() - ? * interval '1 millisecond'

-- PostgresOrphans.SEEN
INSERT INTO orphan (point, extraction, epoch)
SELECT point, extraction, epoch
  FROM unnest(?::uuid[], ?::uuid[], ?::bigint[]) AS seen(point, extraction, epoch)
 ORDER BY point
    ON CONFLICT (point) DO NOTHING

-- PostgresPassageStore.LIVING
SELECT p.extraction, p.ordinal, p.start_at, p.end_at, p.text, p.content_hash, p.embedding_id,
       p.model, p.facts, l.name, d.metadata
  FROM passage p
  JOIN living_extraction l ON l.id = p.extraction AND l.project = ?
  JOIN document d ON d.project = l.project AND d.extraction = l.id
 WHERE p.embedding_id = ANY (?::uuid[])
   AND p.embedding_id IS NOT NULL

-- PostgresPassageStore.PAGE
SELECT extraction, ordinal, start_at, end_at, text, content_hash, embedding_id, model, facts
  FROM passage
 WHERE extraction = ?
   AND ordinal >= ?
 ORDER BY ordinal
 LIMIT ?

-- PostgresProjectStore.BURIED
SELECT id, tenant, slug, schema, options, version, created_at
  FROM project
 WHERE tenant = ?
   AND slug = ?
   AND deleted_at IS NOT NULL
 ORDER BY deleted_at DESC
 LIMIT 1

-- PostgresProjectStore.BY_ID
SELECT id, tenant, slug, schema, options, version, created_at
  FROM project
 WHERE id = ?

-- PostgresProjectStore.LIST
SELECT id, tenant, slug, schema, options, version, created_at
  FROM project
 WHERE tenant = ?
   AND slug > ?
   AND deleted_at IS NULL
 ORDER BY slug
 LIMIT ?

-- PostgresProjectStore.LOCK
SELECT deleted_at FROM project WHERE id = ? FOR UPDATE

-- PostgresProjectStore.PUT
INSERT INTO project AS p (tenant, slug, schema, options)
VALUES (?, ?, ?::json, ?::json)
ON CONFLICT (tenant, slug, coalesce(deleted_at, 'infinity')) DO UPDATE
   SET schema = excluded.schema, options = excluded.options, version = p.version + 1
 WHERE p.schema::jsonb <> excluded.schema::jsonb
    OR p.options::jsonb <> excluded.options::jsonb
RETURNING p.id, p.tenant, p.slug, p.schema, p.options, p.version, p.created_at, old.id IS NULL

-- PostgresProjectStore.TOMBSTONE
UPDATE project SET deleted_at = clock_timestamp() WHERE id = ? AND deleted_at IS NULL

-- PostgresQueueSettings.PAUSE
UPDATE queue_setting
   SET paused = ?
 WHERE queue = ?::queue_name
   AND paused <> ?

-- PostgresQueueSettings.STEERING
SELECT queue, weight, paused
  FROM queue_setting

-- PostgresRecoveryStore.CHOSEN
UPDATE collection AS mine
   SET model = ?,
       refilling = mine.refilling
                   OR EXISTS (SELECT
                                FROM collection AS other
                               WHERE other.name <> mine.name
                                 AND other.retired_at IS NULL),
       retired_at = NULL,
       chosen_at = clock_timestamp()
 WHERE mine.name = ?

-- PostgresRecoveryStore.COLLECTION
SELECT name, model, dimension, incarnation, refilling, retired_at IS NOT NULL AS retired
  FROM collection
 WHERE name = ?

-- PostgresRecoveryStore.COLLECTIONS
SELECT name, model, dimension, incarnation, refilling, retired_at IS NOT NULL AS retired
  FROM collection
 ORDER BY chosen_at DESC

-- PostgresRecoveryStore.CREATING
INSERT INTO collection (name, model, dimension, incarnation, refilling)
VALUES (?, ?, ?, gen_random_uuid(), true)
    ON CONFLICT (name) DO UPDATE
   SET model = excluded.model,
       dimension = excluded.dimension,
       incarnation = excluded.incarnation,
       refilling = true,
       retired_at = NULL,
       created_at = clock_timestamp()
RETURNING name, model, dimension, incarnation, refilling, retired_at IS NOT NULL AS retired

-- PostgresRecoveryStore.CURSOR
SELECT cursor FROM reconciler_task WHERE name = 'sweep'

-- PostgresRecoveryStore.FORGET_OLD
DELETE FROM reconciler_run
 WHERE id IN (SELECT id FROM reconciler_run ORDER BY finished_at DESC OFFSET 1000)

-- PostgresRecoveryStore.KEEP
INSERT INTO reconciler_run (id, project, started_at, finished_at, success, report)
VALUES (?, ?, ?, ?, ?, ?::json)
    ON CONFLICT (id) DO NOTHING

-- PostgresRecoveryStore.LAST_SUCCESS
SELECT last_success_at FROM reconciler_task WHERE name = ?

-- PostgresRecoveryStore.MOVE
INSERT INTO reconciler_task (name, cursor)
VALUES ('sweep', ?)
    ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor

-- PostgresRecoveryStore.REFILLED
UPDATE collection SET refilling = false WHERE name = ?

-- PostgresRecoveryStore.RETIRED
UPDATE collection
   SET refilling = false,
       retired_at = clock_timestamp()
 WHERE name = ?

-- PostgresRecoveryStore.RUNS
SELECT id, project, started_at, finished_at, success, report
  FROM reconciler_run
 ORDER BY finished_at DESC
 LIMIT ?

-- PostgresRecoveryStore.SUCCEEDED
INSERT INTO reconciler_task (name, last_success_at)
VALUES (?, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET last_success_at = excluded.last_success_at

-- PostgresRemovals.CONFIRMED
WITH cleared AS (
  UPDATE passage
     SET embedding_id = NULL
   WHERE extraction = ANY (?::uuid[])
     AND embedding_id IS NOT NULL
)
UPDATE removal
   SET first_confirmed_at = clock_timestamp(),
       due_at = clock_timestamp() + ? * interval '1 millisecond',
       last_error = NULL
 WHERE extraction = ANY (?::uuid[])

-- PostgresRemovals.DUE
SELECT extraction, project, reason, created_at, first_confirmed_at
  FROM removal
 WHERE due_at <= statement_timestamp()
   AND (?::uuid IS NULL OR project = ?::uuid)
   AND (?::uuid IS NULL OR extraction = ?::uuid)
 ORDER BY due_at
 LIMIT ?

-- PostgresRemovals.FAILED
UPDATE removal
   SET attempts = attempts + 1,
       due_at = clock_timestamp() + ? * interval '1 millisecond',
       last_error = ?
 WHERE extraction = ANY (?::uuid[])

-- PostgresRemovals.POINT_IDS
SELECT embedding_id
  FROM passage
 WHERE extraction = ANY (?::uuid[])
   AND embedding_id > ?::uuid
 ORDER BY embedding_id
 LIMIT ?

-- PostgresRemovals.UNCONFIRMED
SELECT count(*)
  FROM removal
 WHERE first_confirmed_at IS NULL
   AND (?::uuid IS NULL OR project = ?::uuid)
   AND (?::uuid IS NULL OR extraction = ?::uuid)

-- PostgresSagaStore.DUE
SELECT id, epoch, queue
  FROM extraction e
 WHERE status = 'pending'
   AND greatest(since, due_at) <= statement_timestamp() - ? * interval '1 millisecond'
   AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
 ORDER BY greatest(since, due_at)
 LIMIT ?

-- PostgresSagaStore.STANDING
SELECT e.id, CASE WHEN p.deleted_at IS NULL THEN e.status ELSE 'deleting' END, e.epoch
  FROM extraction e
  JOIN project p ON p.id = e.project
 WHERE e.id = ANY (?::uuid[])

-- PostgresSession.CLOSE
UPDATE worker_session
   SET closed_at = clock_timestamp(), close_reason = 'drained'
 WHERE id = ?
   AND closed_at IS NULL

-- PostgresSession.HELD
SELECT id, epoch, since
  FROM extraction
 WHERE status = 'processing'
   AND session = ?
 ORDER BY id

-- PostgresStores.DEAD_LETTERS
SELECT count(*)
  FROM (SELECT FROM extraction WHERE status = 'failed' LIMIT 1000000) AS failed

-- PostgresStores.OWNER
SELECT owner FROM installation

-- PostgresWorkerSessions.OPEN
INSERT INTO worker_session
       (id, lock_key, lock_seen, host, pid, version, concurrency, lease, opened_at, heartbeat_at)
VALUES (?, ?, false, ?, ?, ?, ?, ? * interval '1 millisecond', clock_timestamp(),
        clock_timestamp())

-- PostgresWorkerSessions.SEE
SELECT pg_try_advisory_xact_lock(?)

-- PostgresWorkerSessions.SEEN
UPDATE worker_session SET lock_seen = ? WHERE id = ?

-- PublishedOperation.PUBLISHED
WITH noted AS (
  UPDATE extraction e
     SET status = 'queued',
         since = CASE WHEN e.status = 'queued' THEN e.since ELSE clock_timestamp() END,
         due_at = NULL, message_ms = i.message_ms, message_sequence = i.message_sequence,
         marker = i.marker
    FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
         AS i(id, epoch, message_ms, message_sequence, marker)
   WHERE e.id = i.id
     AND e.epoch = i.epoch
     AND (e.status::text = 'queued' OR e.status::text = 'pending' AND e.due_at <= statement_timestamp())
  RETURNING e.id, e.project, e.epoch, e.since, old.status AS was
), trail AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, reason)
  SELECT id, project, since, epoch, was, 'queued', 'published'
    FROM noted
   WHERE was = 'pending'
)
SELECT id, was FROM noted

-- RecordOperation.RECORD
WITH held AS (
  UPDATE extraction e
     SET stage = greatest(e.stage, i.stage::extraction_stage),
         crashes = CASE WHEN i.stage::extraction_stage > e.stage THEN 0 ELSE e.crashes END,
         passages = i.passages, passages_extracted = i.extracted,
         passages_embedded = i.embedded,
         deadline = clock_timestamp() + e.attempt_timeout_ms * interval '1 millisecond'
    FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::integer[], ?::integer[],
                ?::integer[])
         AS i(id, epoch, session, stage, passages, extracted, embedded)
   WHERE e.id = i.id
     AND e.status::text = 'processing'
     AND e.epoch = i.epoch
     AND e.session = i.session
  RETURNING e.id
), written AS (
  INSERT INTO passage
         (extraction, ordinal, start_at, end_at, content_hash, embedding_id, model, text, facts)
  SELECT p.extraction, p.ordinal, p.start_at, p.end_at, p.content_hash, p.embedding_id,
         p.model, p.text, p.facts::json
    FROM unnest(?::uuid[], ?::integer[], ?::integer[], ?::integer[], ?::bytea[], ?::uuid[],
                ?::text[], ?::text[], ?::text[])
         AS p(extraction, ordinal, start_at, end_at, content_hash, embedding_id, model, text,
              facts)
   WHERE p.extraction = ANY (ARRAY (SELECT id FROM held))
  ON CONFLICT (extraction, ordinal) DO NOTHING
)
SELECT id FROM held

-- ReleaseOperation.RELEASE
WITH held AS MATERIALIZED (
  SELECT e.id, i.cause,
         i.reason,
         i.cause = 'CRASHED' AND e.crashes + 1 >= i.max_crashes
         OR i.cause = 'DEADLINE_PASSED' AND e.attempts >= e.max_attempts AS fails
    FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::integer[], ?::text[])
         AS i(id, epoch, session, cause, max_crashes, reason)
    JOIN extraction e ON e.id = i.id
   WHERE e.status::text = 'processing'
     AND e.epoch = i.epoch
     AND e.session = i.session
     FOR NO KEY UPDATE OF e
), freed AS (
  UPDATE extraction e
     SET status = CASE WHEN h.fails THEN 'failed' ELSE 'pending' END::extraction_status,
         since = clock_timestamp(),
         due_at = CASE WHEN h.fails THEN NULL ELSE clock_timestamp() END,
         session = NULL, deadline = NULL, attempt_timeout_ms = NULL,
         attempts = CASE WHEN h.cause IN ('DRAINED', 'LEASE_EXPIRED')
                         THEN greatest(e.attempts - 1, 0) ELSE e.attempts END,
         crashes = CASE h.cause WHEN 'CRASHED' THEN e.crashes + 1
                                WHEN 'DEADLINE_PASSED' THEN 0
                                ELSE e.crashes END,
         crashed_in = CASE WHEN h.cause <> 'CRASHED' THEN e.crashed_in
                           WHEN e.crashes = 0 THEN ARRAY[e.session]
                           ELSE e.crashed_in || e.session END,
         failure_code = CASE WHEN NOT h.fails THEN e.failure_code
                             WHEN h.cause = 'CRASHED' THEN 'worker-crashed'
                             ELSE 'attempt-deadline' END,
         failure_class = CASE WHEN NOT h.fails THEN e.failure_class
                              WHEN h.cause = 'CRASHED' THEN 'poison'
                              ELSE 'transient' END::failure_class,
         failure_stage = CASE WHEN h.fails THEN e.stage ELSE e.failure_stage END,
         failure_message = CASE
           WHEN NOT h.fails THEN e.failure_message
           WHEN h.cause = 'CRASHED'
           THEN 'its worker died ' || e.crashes + 1
                || ' times in a row while it ran; retry it once the cause is known'
           ELSE 'attempt ' || e.attempts || ' did not end before its deadline' END
    FROM held h
   WHERE e.id = h.id
  RETURNING e.id, e.project, e.since, e.epoch, e.status, old.session AS worker, h.reason
), trail AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, worker, reason)
  SELECT id, project, since, epoch, 'processing', status, worker, reason
    FROM freed
)
SELECT id, status FROM freed

-- ReplaceMessages.REPLACE
UPDATE extraction e
   SET message_ms = i.now_ms, message_sequence = i.now_sequence, marker = i.now_marker
  FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[],
              ?::bigint[], ?::text[])
       AS i(id, epoch, lost_ms, lost_sequence, lost_marker, now_ms, now_sequence, now_marker)
 WHERE e.id = i.id
   AND e.status::text = 'queued'
   AND e.epoch = i.epoch
   AND (e.message_ms, e.message_sequence, e.marker)
       IN ((i.lost_ms, i.lost_sequence, i.lost_marker),
           (i.now_ms, i.now_sequence, i.now_marker))
RETURNING e.id

-- RequestOperation.VISIBLE
SELECT e.id, e.status
  FROM unnest(?::uuid[], ?::uuid[]) AS i(id, project)
  JOIN extraction e ON e.id = i.id AND e.project = i.project AND e.status <> 'deleting'
  JOIN project p ON p.id = e.project AND p.deleted_at IS NULL

-- RequestSql.CANCEL
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

-- RequestSql.DELETE
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

-- RequestSql.RETRY
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

-- Retention.ANSWERS
WITH old AS (
  SELECT project, fingerprint
    FROM answer
   WHERE created_at < statement_timestamp() - ? * interval '1 millisecond'
   LIMIT ?
), gone AS (
  DELETE FROM answer a
   USING old
   WHERE a.project = old.project
     AND a.fingerprint = old.fingerprint
  RETURNING 1
)
SELECT count(*) FROM gone

-- Retention.AUDIT
WITH old AS (
  SELECT extraction, seq
    FROM audit a
   WHERE at < statement_timestamp() - ? * interval '1 millisecond'
     AND NOT EXISTS (SELECT FROM extraction e WHERE e.id = a.extraction)
   LIMIT ?
), gone AS (
  DELETE FROM audit a
   USING old
   WHERE a.extraction = old.extraction
     AND a.seq = old.seq
  RETURNING 1
)
SELECT count(*) FROM gone

-- Retention.EXTRACTIONS
WITH old AS (
  SELECT id
    FROM extraction
   WHERE status = ANY (?::extraction_status[])
     AND since < statement_timestamp() - ? * interval '1 millisecond'
   ORDER BY id
   LIMIT ?
     FOR UPDATE SKIP LOCKED
), before AS (
  SELECT e.id, e.status FROM extraction e JOIN old ON old.id = e.id
), purged AS (
  UPDATE extraction e
     SET status = 'deleting',
         since = clock_timestamp()
    FROM before b
   WHERE e.id = b.id
  RETURNING e.id, e.project, e.epoch, e.since, b.status AS was
), noted AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, reason)
  SELECT id, project, since, epoch, was, 'deleting', 'older than its retention'
    FROM purged
   ORDER BY id
), outbox AS (
  INSERT INTO removal (extraction, project, reason)
  SELECT id, project, 'deleting'
    FROM purged
   ORDER BY id
      ON CONFLICT (extraction) DO UPDATE
     SET reason = 'deleting',
         due_at = clock_timestamp(),
         first_confirmed_at = NULL
)
SELECT was FROM purged

-- RunLocks.END_HOLDER
WITH holder AS MATERIALIZED (
  SELECT l.pid
    FROM pg_locks l
   WHERE l.locktype = 'advisory'
     AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND l.objsubid = 1
     AND (l.classid::bigint << 32) | l.objid::bigint
         = hashtextextended('tercet.recovery.' || ?, 0)
     AND l.pid = ?
     AND l.granted
)
SELECT pg_terminate_backend(pid, 5000)
  FROM holder

-- RunLocks.TRY_LOCK
SELECT pg_backend_pid()
 WHERE pg_try_advisory_lock(hashtextextended('tercet.recovery.' || ?, 0))

-- RunLocks.UNLOCK
SELECT pg_backend_pid()
 WHERE pg_advisory_unlock(hashtextextended('tercet.recovery.' || ?, 0))

-- SagaList.IDS
SELECT found.id
  FROM unnest(?::extraction_status[]) AS s(status)
 CROSS JOIN unnest(?::queue_name[]) AS q(queue)
 CROSS JOIN LATERAL (
       SELECT e.id
         FROM extraction e
        WHERE uuid_send(e.project) = uuid_send(?::uuid)
          AND e.status = s.status
          AND e.queue = q.queue
          AND uuid_send(e.id) < uuid_send(?::uuid)
        ORDER BY uuid_send(e.id) DESC
        LIMIT ?) AS found
 ORDER BY found.id DESC
 LIMIT ?

-- SagaList.IDS_OF_SOURCE
SELECT e.id
  FROM source s
  JOIN document d ON d.source = s.id
  JOIN extraction e ON e.id = d.extraction
 WHERE e.status = ANY (?::extraction_status[])
   AND e.queue = ANY (?::queue_name[])
   AND s.project = ?
   AND e.id < ?
   AND s.name = ?
 ORDER BY e.id DESC
 LIMIT ?

-- SagaList.SAGAS
SELECT g.*
  FROM saga g
  JOIN project p ON p.id = g.project AND p.deleted_at IS NULL
 WHERE g.id = ANY (?::uuid[])
   AND g.status = ANY (?::extraction_status[])
 ORDER BY g.id DESC

-- SagaQueries.BY_ID
SELECT * FROM saga WHERE id = ANY (?::uuid[])

-- SearchFilling.BACKFILL
WITH place AS MATERIALIZED (
  SELECT noted_to FROM search_backfill FOR UPDATE SKIP LOCKED
), page AS MATERIALIZED (
  SELECT e.id, e.project, e.status
    FROM extraction e
   WHERE e.id > (SELECT noted_to FROM place)
   ORDER BY e.id
   LIMIT 1000
), noted AS (
  INSERT INTO search_due (extraction, project)
  SELECT id, project
    FROM page
   WHERE status IN ('done', 'failed', 'cancelled', 'superseded')
   ORDER BY id
      ON CONFLICT (extraction) DO NOTHING
), moved AS (
  UPDATE search_backfill
     SET noted_to = last.id
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last
), ended AS (
  DELETE FROM search_backfill
   WHERE EXISTS (SELECT FROM place)
     AND NOT EXISTS (SELECT FROM page)
)
SELECT count(*), EXISTS (SELECT FROM search_backfill) FROM page

-- SearchFilling.DUE
SELECT due.extraction, due.project, due.read_to, due.pieces, coalesce(octet_length(d.text), 0)
  FROM (SELECT extraction, project, read_to, pieces, due_at
          FROM search_due
         WHERE due_at <= statement_timestamp()
         ORDER BY due_at
         LIMIT ?
           FOR UPDATE SKIP LOCKED) AS due
  LEFT JOIN document d ON d.project = due.project AND d.extraction = due.extraction
 ORDER BY due.due_at

-- SearchFilling.PUT_OFF
UPDATE search_due
   SET due_at = clock_timestamp() + interval '1 hour'
 WHERE extraction = ?

-- SearchFilling.TAKEN
DELETE FROM search_due
 WHERE extraction = ANY (?::uuid[])

-- SearchFilling.UNDER_WAY
UPDATE search_due d
   SET read_to = done.read_to,
       pieces = done.pieces
  FROM unnest(?::uuid[], ?::integer[], ?::integer[]) AS done(extraction, read_to, pieces)
 WHERE d.extraction = done.extraction

-- SearchPieceRows.FACTS
SELECT p.extraction, p.facts
  FROM passage p
  JOIN extraction e ON e.id = p.extraction AND e.status <> 'deleting'
 WHERE p.extraction = ANY (?::uuid[])
   AND json_array_length(p.facts) > 0
 ORDER BY p.extraction, p.ordinal

-- SearchPieceRows.FORMER
DELETE FROM search_piece
 WHERE extraction = ANY (?::uuid[])

-- SearchPieceRows.PARTS
SELECT due.extraction, substr(d.text, due.read_to + 1, ?)
  FROM unnest(?::uuid[], ?::uuid[], ?::integer[]) AS due(project, extraction, read_to)
  JOIN document d ON d.project = due.project AND d.extraction = due.extraction
  JOIN extraction e ON e.id = due.extraction AND e.status <> 'deleting'

-- SearchPieceRows.PIECE
INSERT INTO search_piece (extraction, piece, words)
VALUES (?, ?, array_to_tsvector(?::text[]))

-- SearchWalk.LOOK
SELECT look.id,
       EXISTS (
         SELECT FROM search_piece s
          WHERE s.extraction = look.id
            AND s.piece < ?
            AND s.words @@ ?::tsquery),
       EXISTS (
         SELECT FROM search_piece s
          WHERE s.extraction = look.id
            AND s.piece >= ?)
  FROM unnest(?::uuid[]) AS look(id)
 ORDER BY look.id DESC

-- SearchWalk.MATCHES
WITH matching AS MATERIALIZED (
  SELECT extraction
    FROM search_piece
   WHERE words @@ ?::tsquery
)
SELECT m.extraction
  FROM (SELECT DISTINCT extraction
          FROM matching
         WHERE extraction < ?
         ORDER BY extraction DESC) AS m
 CROSS JOIN LATERAL (
       SELECT
         FROM extraction e
         JOIN source s ON s.id = e.source
        WHERE e.id = m.extraction
          AND e.project = ?
          AND e.status = ANY (?::extraction_status[])
          AND e.queue = ANY (?::queue_name[])
          AND (?::text IS NULL OR s.name = ?)
        LIMIT 1) AS wanted
 ORDER BY m.extraction DESC
 LIMIT ?

-- SessionLock.BEAT
UPDATE worker_session
   SET heartbeat_at = clock_timestamp()
 WHERE id = ?
   AND closed_at IS NULL

-- SessionLock.TAKE
SELECT pg_try_advisory_lock(?)

-- Signs.SERVER
SELECT pg_postmaster_start_time(),
       clock_timestamp() - pg_postmaster_start_time() > ? * interval '1 millisecond'

-- StartCall.START
WITH living AS MATERIALIZED (
  SELECT p.id
    FROM project p
   WHERE p.id = ANY (?::uuid[])
     AND p.deleted_at IS NULL
   ORDER BY p.id
     FOR KEY SHARE
), input AS MATERIALIZED (
  SELECT i.*
    FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                ?::text[], ?::bytea[])
         AS i(extraction, id, project, epoch, ordinal, provider, model, fingerprint)
    JOIN living l ON l.id = i.project
), calls AS (
  INSERT INTO model_call
         (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint)
  SELECT extraction, id, project, epoch, clock_timestamp(), ordinal, provider, model,
         fingerprint
    FROM input
  ON CONFLICT (extraction, id) DO NOTHING
)
SELECT DISTINCT project FROM input

-- StatusCounts.COUNTS
SELECT status, sum(n)::bigint, count(*) FILTER (WHERE is_difference)
  FROM (SELECT status, n, false AS is_difference FROM status_count WHERE project = ?
         UNION ALL
        SELECT status, n, true FROM status_difference WHERE project = ?) AS both_tables
 GROUP BY status

-- StatusCounts.FOLD
WITH folded AS (
  DELETE FROM status_difference WHERE project = ? RETURNING project, status, n
)
INSERT INTO status_count AS c (project, status, n)
SELECT project, status, sum(n) FROM folded GROUP BY project, status ORDER BY project, status
ON CONFLICT (project, status) DO UPDATE SET n = c.n + excluded.n

-- TakeBack.TAKE_BACK
WITH mine AS MATERIALIZED (
  SELECT id
    FROM extraction
   WHERE crashed_in @> ARRAY[?::uuid]
     AND crashes > 0
     AND (status::text IN ('pending', 'queued', 'processing')
          OR status::text = 'failed' AND failure_class = 'poison')
   ORDER BY id
     FOR NO KEY UPDATE
), cleared AS (
  UPDATE extraction e
     SET crashes = e.crashes - 1,
         crashed_in = array_remove(e.crashed_in, ?::uuid),
         status = CASE WHEN e.status = 'failed' THEN 'pending' ELSE e.status END,
         since = CASE WHEN e.status = 'failed' THEN clock_timestamp() ELSE e.since END,
         due_at = CASE WHEN e.status = 'failed' THEN clock_timestamp() ELSE e.due_at END,
         revived = e.revived OR e.status = 'failed'
    FROM mine
   WHERE e.id = mine.id
  RETURNING e.id, e.project, e.since, e.epoch, old.status AS was
), trail AS (
  INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, reason)
  SELECT id, project, since, epoch, was, 'pending', 'its worker lived on'
    FROM cleared
   WHERE was = 'failed'
)
SELECT was FROM cleared

-- Trail.ENDS
SELECT a.extraction, a.to_status, a.reason
  FROM unnest(?::uuid[], ?::bigint[], ?::uuid[]) AS i(id, epoch, session)
  JOIN audit a ON a.extraction = i.id
 WHERE a.epoch = i.epoch
   AND a.worker = i.session
   AND a.from_status = 'processing'

-- WorkReader.LOAD
SELECT d.extraction, s.name, CASE WHEN octet_length(d.text) <= ? THEN d.text END,
       octet_length(d.text),
       ARRAY (SELECT r.ordinal FROM passage r WHERE r.extraction = d.extraction), p.id,
       p.tenant, p.slug, p.schema, p.options, p.version, p.created_at
  FROM unnest(?::uuid[], ?::uuid[]) AS i(project, extraction)
  JOIN document d ON d.project = i.project AND d.extraction = i.extraction
  JOIN source s ON s.id = d.source
  JOIN project p ON p.id = d.project

-- WorkReader.TEXT
SELECT d.text FROM document d WHERE d.project = ? AND d.extraction = ?
