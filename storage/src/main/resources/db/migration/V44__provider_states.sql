-- Where each provider of models stands, for all processes (docs/protocol.md §12). No row: nothing bad was ever known of it.
CREATE TABLE provider_state (
  name      text        PRIMARY KEY COLLATE "C" CHECK (char_length(name) <= 100),
  state     text        NOT NULL CHECK (state IN ('open', 'limited', 'broken', 'out-of-money', 'wrong-key')),
  reason    text,
  since     timestamptz NOT NULL,
  retry_at  timestamptz,                     -- when one call may see whether it answers again
  version   bigint      NOT NULL CHECK (version >= 0),
  settings  bytea       CHECK (octet_length(settings) = 32),
  hastening boolean     NOT NULL DEFAULT false, -- it has opened, and somebody may wait for it still
  CONSTRAINT trouble_says_why CHECK (
    (state = 'open') = (reason IS NULL) AND (state = 'open') = (retry_at IS NULL)),
  CONSTRAINT hastens_when_open CHECK (state = 'open' OR NOT hastening)
);

-- What was put off until a provider answers again. A row says nothing once the extraction has another epoch or is not pending,
-- and all rows of a provider go when it opens.
CREATE TABLE provider_wait (
  provider   text   NOT NULL COLLATE "C",
  extraction uuid   NOT NULL,
  epoch      bigint NOT NULL,
  PRIMARY KEY (provider, extraction)
);
