-- One run of one worker process. The heartbeat is on the database's clock.
CREATE TABLE worker_session (
  id           uuid        PRIMARY KEY,
  lock_key     bigint      NOT NULL,          -- of its session-level advisory lock
  lock_seen    boolean     NOT NULL,          -- whether other connections see that lock (no pooler)
  pid          bigint      NOT NULL,
  concurrency  integer     NOT NULL CHECK (concurrency > 0),
  lease        interval    NOT NULL CHECK (lease > interval '0'),
  opened_at    timestamptz NOT NULL,
  heartbeat_at timestamptz NOT NULL,
  closed_at    timestamptz,
  host         text        NOT NULL,
  version      text        NOT NULL,
  close_reason text,
  CHECK ((closed_at IS NULL) = (close_reason IS NULL))
) WITH (fillfactor = 50);
CREATE INDEX worker_session_open ON worker_session (opened_at) WHERE closed_at IS NULL;
