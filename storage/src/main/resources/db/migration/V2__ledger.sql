-- One row per (project, source): it serialises versions and says which generation counts.
-- It outlives its extractions, so that generations never go down.
CREATE TABLE source (
  id                 bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project            uuid    NOT NULL,
  newest_accepted    bigint  NOT NULL CHECK (newest_accepted > 0),
  newest_accepted_id uuid    NOT NULL,
  newest_finished    bigint  CHECK (newest_finished BETWEEN 1 AND newest_accepted),
  newest_finished_id uuid,
  name               text    NOT NULL COLLATE "C" CHECK (octet_length(name) <= 2048),
  UNIQUE (project, name),
  CHECK ((newest_finished IS NULL) = (newest_finished_id IS NULL))
) WITH (fillfactor = 85);

-- The hot row: what changes at every step and nothing else. Texts are in document.
-- The status is in the predicates of the partial indexes, so a change of status is never a
-- heap-only update: hence few indexes, and none on what progress changes within an attempt.
CREATE TABLE extraction (
  id                 uuid              PRIMARY KEY,
  project            uuid              NOT NULL,
  source             bigint            NOT NULL,
  generation         bigint            NOT NULL CHECK (generation > 0),
  epoch              bigint            NOT NULL DEFAULT 0 CHECK (epoch >= 0),
  since              timestamptz       NOT NULL,             -- of the status
  due_at             timestamptz,                            -- pending
  message_ms         bigint,                                 -- queued: the stream entry's id
  message_sequence   bigint,
  session            uuid,                                   -- processing: who holds it
  deadline           timestamptz,
  started_at         timestamptz,                            -- of the newest attempt
  done_at            timestamptz,
  status             extraction_status NOT NULL,
  stage              extraction_stage  NOT NULL DEFAULT 'accepted',
  queue              queue_name        NOT NULL,
  attempt_timeout_ms integer CHECK (attempt_timeout_ms > 0), -- by which progress renews the deadline
  attempts           integer           NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  max_attempts       integer           NOT NULL CHECK (max_attempts > 0),
  crashes            integer           NOT NULL DEFAULT 0 CHECK (crashes >= 0),
  passages           integer           NOT NULL DEFAULT 0,
  passages_extracted integer           NOT NULL DEFAULT 0 CHECK (passages_extracted >= 0),
  passages_embedded  integer           NOT NULL DEFAULT 0 CHECK (passages_embedded >= 0),
  failure_class      failure_class,
  failure_stage      extraction_stage,
  revived            boolean           NOT NULL DEFAULT false, -- came back from failed by request
  marker             text,                                   -- queued: the incarnation of Redis
  failure_code       text,
  failure_message    text,
  CONSTRAINT pending_is_due CHECK ((status = 'pending') = (due_at IS NOT NULL)),
  CONSTRAINT queued_has_message CHECK (
    (status = 'queued') = (message_ms IS NOT NULL)
    AND (message_ms IS NULL) = (message_sequence IS NULL)
    AND (message_ms IS NULL) = (marker IS NULL)),
  CONSTRAINT processing_is_held CHECK (
    (status = 'processing') = (session IS NOT NULL)
    AND (session IS NULL) = (deadline IS NULL)
    AND (session IS NULL) = (attempt_timeout_ms IS NULL)),
  CONSTRAINT claimed_has_epoch CHECK ((epoch > 0) = (started_at IS NOT NULL)),
  CONSTRAINT done_is_whole CHECK (
    status <> 'done' OR done_at IS NOT NULL AND stage = 'linked' AND failure_code IS NULL),
  CONSTRAINT done_once CHECK (done_at IS NULL OR status IN ('done', 'superseded', 'deleting')),
  CONSTRAINT failed_says_why CHECK (status <> 'failed' OR failure_code IS NOT NULL),
  CONSTRAINT failure_is_whole CHECK (
    num_nonnulls(failure_code, failure_class, failure_stage, failure_message) IN (0, 4)),
  CONSTRAINT passages_add_up CHECK (
    passages_extracted <= passages AND passages_embedded <= passages)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- What must be published: the outbox is the table itself.
CREATE INDEX extraction_due ON extraction (greatest(since, due_at)) WHERE status = 'pending';
-- The same and what is queued, by id: recovery pages through them.
CREATE INDEX extraction_pending ON extraction (id) WHERE status = 'pending';
CREATE INDEX extraction_queued ON extraction (id) WHERE status = 'queued';
-- Who holds what.
CREATE INDEX extraction_held ON extraction (session) WHERE status = 'processing';
-- Failed work, for dead letters and lists by status.
CREATE INDEX extraction_failed ON extraction (project, id) WHERE status = 'failed';
-- An accepted version supersedes its unfinished predecessor, which the source names; a version that
-- was revived behind a newer one is found here.
CREATE INDEX extraction_revived ON extraction (source)
  WHERE revived AND status IN ('pending', 'queued', 'processing');

-- What never changes.
CREATE TABLE document (
  project     uuid        NOT NULL,
  extraction  uuid        NOT NULL,
  source      bigint      NOT NULL,
  generation  bigint      NOT NULL,
  created_at  timestamptz NOT NULL,
  fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
  metadata    json        NOT NULL CHECK (jsonb_typeof(metadata::jsonb) = 'object'),
  text        text        NOT NULL,
  PRIMARY KEY (project, extraction),
  UNIQUE (source, generation)
);

-- Every change of status, in the order in which it happened; no foreign key, its own retention (S9).
CREATE TABLE audit (
  seq         bigint            GENERATED ALWAYS AS IDENTITY,
  extraction  uuid              NOT NULL,
  project     uuid              NOT NULL,
  at          timestamptz       NOT NULL,
  epoch       bigint            NOT NULL,
  from_status extraction_status,                             -- null for the first
  to_status   extraction_status NOT NULL CHECK (to_status IS DISTINCT FROM from_status),
  worker      uuid,                                          -- the session that held it
  reason      text              NOT NULL,
  PRIMARY KEY (extraction, seq)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.5);
CREATE INDEX audit_at ON audit USING brin (at);

-- The caller's keys, unique per project, with their own retention.
CREATE TABLE idempotency_key (
  project    uuid        NOT NULL,
  key        text        NOT NULL COLLATE "C" CHECK (char_length(key) BETWEEN 1 AND 255),
  extraction uuid        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  body_hash  bytea       NOT NULL CHECK (octet_length(body_hash) = 32),
  PRIMARY KEY (project, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key USING brin (created_at);
