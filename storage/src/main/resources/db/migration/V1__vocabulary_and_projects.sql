-- The words of the ledger. Enumerations are four bytes wide, sort by meaning and read well in psql.
CREATE TYPE extraction_status AS ENUM
  ('pending', 'queued', 'processing', 'done', 'failed', 'cancelled', 'superseded', 'deleting');
CREATE TYPE extraction_stage AS ENUM ('accepted', 'extracted', 'embedded', 'linked');
CREATE TYPE queue_name AS ENUM ('critical', 'default', 'low');
CREATE TYPE failure_class AS ENUM ('transient', 'permanent', 'poison');

-- Who writes here: the owner that every point carries. Drawn once, never changed.
CREATE TABLE installation (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  owner     uuid    NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO installation DEFAULT VALUES;

-- JSON is kept as it was written (json, not jsonb): a schema's order of properties means something
-- to a model. Equality is decided as jsonb, once, when a project is put.
CREATE TABLE project (
  id         uuid        PRIMARY KEY DEFAULT uuidv7(),
  tenant     text        NOT NULL,
  slug       text        NOT NULL COLLATE "C" CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  schema     json        NOT NULL CHECK (schema::jsonb IS NOT NULL),
  options    json        NOT NULL CHECK (jsonb_typeof(options::jsonb) = 'object'),
  version    integer     NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at timestamptz,                                       -- the tombstone
  -- A slug is free again once its project has a tombstone. The index is whole, not partial: as part
  -- of a key, the tombstone is kept out by FOR KEY SHARE, and no look-up by id can choose it.
  CONSTRAINT project_slug UNIQUE NULLS NOT DISTINCT (tenant, slug, deleted_at)
);

CREATE TABLE queue_setting (
  queue  queue_name PRIMARY KEY,
  weight integer    NOT NULL CHECK (weight BETWEEN 1 AND 100),
  paused boolean    NOT NULL DEFAULT false
);
INSERT INTO queue_setting (queue, weight) VALUES ('critical', 6), ('default', 3), ('low', 1);
