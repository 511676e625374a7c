-- One wish for many extractions, and how far it has come. Whoever works on it holds the row, page by page, so that nothing
-- of it is lost or done twice whoever dies; next_at carries the rate over all processes.
CREATE TYPE bulk_action AS ENUM ('retry', 'cancel', 'delete', 'redrive', 'discard');
CREATE TYPE bulk_state AS ENUM ('running', 'finished', 'aborted');
CREATE TABLE bulk_run (
  id            uuid              PRIMARY KEY,
  project       uuid              REFERENCES project (id) ON DELETE CASCADE,
  cursor_id     uuid              NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  cursor_since  timestamptz       NOT NULL DEFAULT '1970-01-01 00:00:00Z',
  started_at    timestamptz       NOT NULL DEFAULT clock_timestamp(),
  next_at       timestamptz       NOT NULL DEFAULT clock_timestamp(),
  finished_at   timestamptz,
  after         timestamptz,
  before        timestamptz,
  matched       bigint            NOT NULL CHECK (matched >= 0),
  done          bigint            NOT NULL DEFAULT 0 CHECK (done >= 0),
  refused       bigint            NOT NULL DEFAULT 0 CHECK (refused >= 0),
  action        bulk_action       NOT NULL,
  state         bulk_state        NOT NULL DEFAULT 'running',
  status        extraction_status,
  failure_class failure_class,
  rate          integer           NOT NULL CHECK (rate BETWEEN 1 AND 10000),
  more          boolean           NOT NULL,
  tenant        text              NOT NULL,
  source        text,
  code          text,
  reason        text,
  ids           uuid[]            NOT NULL CHECK (cardinality(ids) <= 1000),
  CONSTRAINT running_has_no_end CHECK ((state = 'running') = (finished_at IS NULL)),
  CONSTRAINT of_all_projects_is_failed CHECK (project IS NOT NULL OR status = 'failed')
);
CREATE INDEX bulk_run_due ON bulk_run (next_at) WHERE state = 'running';
CREATE INDEX bulk_run_finished ON bulk_run (finished_at) WHERE state <> 'running';
