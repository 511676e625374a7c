CREATE TYPE removal_reason AS ENUM ('superseded', 'cancelled', 'deleting');

-- One row per extraction whose points must go; it stays until a second look finds nothing.
CREATE TABLE removal (
  extraction         uuid           PRIMARY KEY,
  project            uuid           NOT NULL,
  created_at         timestamptz    NOT NULL DEFAULT clock_timestamp(),
  due_at             timestamptz    NOT NULL DEFAULT clock_timestamp(),
  first_confirmed_at timestamptz,
  attempts           integer        NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  reason             removal_reason NOT NULL,
  last_error         text
);
CREATE INDEX removal_due ON removal (due_at);
CREATE INDEX removal_project ON removal (project);

-- Points of ours that no row accounts for, from their first sight on.
CREATE TABLE orphan (
  point         uuid        PRIMARY KEY,
  extraction    uuid        NOT NULL,
  epoch         bigint      NOT NULL,
  first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX orphan_first_seen_at ON orphan (first_seen_at);

-- What we know of each collection; written before it is created.
CREATE TABLE collection (
  name        text        PRIMARY KEY,
  model       text        NOT NULL,
  incarnation uuid        NOT NULL,
  refilling   boolean     NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE reconciler_run (
  id          uuid        PRIMARY KEY,
  project     uuid,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  success     boolean     NOT NULL,
  report      json        NOT NULL
);
CREATE INDEX reconciler_run_finished_at ON reconciler_run (finished_at);

-- Last success of each task and where the rolling comparison goes on.
CREATE TABLE reconciler_task (
  name            text PRIMARY KEY,
  last_success_at timestamptz,
  cursor          integer NOT NULL DEFAULT 0 CHECK (cursor >= 0)
);
