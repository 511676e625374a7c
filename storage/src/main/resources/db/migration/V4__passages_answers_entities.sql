-- Written once, after the passage's point is confirmed; embedding_id is cleared by removal.
CREATE TABLE passage (
  extraction   uuid    NOT NULL,
  embedding_id uuid,
  ordinal      integer NOT NULL CHECK (ordinal >= 0),
  start_at     integer NOT NULL CHECK (start_at >= 0),
  end_at       integer NOT NULL CHECK (end_at >= start_at),
  content_hash bytea   NOT NULL CHECK (octet_length(content_hash) = 32),
  model        text    NOT NULL,
  text         text    NOT NULL,
  facts        json    NOT NULL CHECK (json_typeof(facts) = 'array'),
  PRIMARY KEY (extraction, ordinal)
);
CREATE UNIQUE INDEX passage_embedding_id ON passage (embedding_id) WHERE embedding_id IS NOT NULL;

-- A model's valid answer; the first that was saved under its fingerprint stays.
CREATE TABLE answer (
  project     uuid        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
  facts       json        NOT NULL CHECK (json_typeof(facts) = 'array'),
  PRIMARY KEY (project, fingerprint)
);

CREATE TYPE call_verdict AS ENUM ('valid', 'invalid', 'broken');

-- The spend ledger: one row per chat request, from before it is sent.
CREATE TABLE model_call (
  extraction    uuid         NOT NULL,
  id            uuid         NOT NULL,
  project       uuid         NOT NULL,
  epoch         bigint       NOT NULL,
  started_at    timestamptz  NOT NULL,
  ended_at      timestamptz,
  calls         bigint       NOT NULL DEFAULT 0 CHECK (calls >= 0),
  input_tokens  bigint       NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
  output_tokens bigint       NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
  ordinal       integer      NOT NULL,
  verdict       call_verdict,
  provider      text         NOT NULL,
  model         text         NOT NULL,
  fingerprint   bytea        NOT NULL CHECK (octet_length(fingerprint) = 32),
  reason        text,
  raw           text         CHECK (octet_length(raw) <= 65536),
  PRIMARY KEY (extraction, id),
  CHECK ((ended_at IS NULL) = (verdict IS NULL)),
  CHECK (verdict <> 'valid' OR reason IS NULL AND raw IS NULL)
);
CREATE INDEX model_call_started_at ON model_call USING brin (started_at);

-- The id is derived from project, type and key, so that linking needs no look-up.
CREATE TABLE entity (
  id      uuid NOT NULL PRIMARY KEY,
  project uuid NOT NULL,
  type    text NOT NULL COLLATE "C",
  key     text NOT NULL COLLATE "C",
  name    text NOT NULL
);
CREATE INDEX entity_key ON entity (project, type, key); -- as unique as the id that is derived from it
CREATE TABLE mention (
  entity     uuid      NOT NULL,
  extraction uuid      NOT NULL,
  ordinals   integer[] NOT NULL CHECK (cardinality(ordinals) > 0),
  PRIMARY KEY (entity, extraction)
);
CREATE INDEX mention_extraction ON mention (extraction);

-- Texts compress several times faster with lz4; a server that was built without it keeps pglz.
DO $$
BEGIN
  ALTER TABLE document ALTER COLUMN text SET COMPRESSION lz4;
  ALTER TABLE passage ALTER COLUMN facts SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
  RAISE NOTICE 'this server has no lz4; texts are compressed with pglz';
END $$;
