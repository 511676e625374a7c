-- Recurring work, for all processes (docs/protocol.md §15). Whoever moves next_at on has the slot.
CREATE TABLE schedule (
  id         uuid        PRIMARY KEY,
  project    uuid        REFERENCES project (id) ON DELETE CASCADE,
  last_run   uuid,
  next_at    timestamptz,                        -- null: never again
  last_at    timestamptz,
  version    bigint      NOT NULL DEFAULT 0,
  took_ms    bigint      CHECK (took_ms >= 0),
  tenant     text        NOT NULL,
  name       text        NOT NULL COLLATE "C" CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  cron       text        NOT NULL CHECK (char_length(cron) <= 100),
  zone       text        NOT NULL CHECK (char_length(zone) <= 100),
  action     text        NOT NULL CHECK (action IN ('reconcile', 'purge', 'retry')),
  outcome    text        CHECK (outcome IN ('begun', 'succeeded', 'refused', 'failed')),
  error      text        CHECK (char_length(error) <= 500),
  UNIQUE (tenant, name),
  CONSTRAINT project_fits_action CHECK (
    CASE action WHEN 'retry' THEN project IS NOT NULL WHEN 'purge' THEN project IS NULL ELSE true END),
  CONSTRAINT fired_has_outcome CHECK (
    (last_at IS NULL) = (outcome IS NULL) AND (last_at IS NULL) = (last_run IS NULL)),
  CONSTRAINT ended_says_how_long CHECK ((outcome IS NULL OR outcome = 'begun') = (took_ms IS NULL)),
  CONSTRAINT trouble_is_explained CHECK (
    (outcome IS NOT NULL AND outcome IN ('refused', 'failed')) = (error IS NOT NULL))
);
