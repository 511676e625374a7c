-- Questions that wait for a batch of their provider, and batches under way (docs/protocol.md §16).
CREATE TABLE batch (
  id         uuid        PRIMARY KEY,
  begun_at   timestamptz NOT NULL,
  next_at    timestamptz,                        -- when somebody looks at it, if nobody has it; null: over
  ended_at   timestamptz,
  questions  integer     NOT NULL CHECK (questions >= 0),
  answered   integer     NOT NULL DEFAULT 0 CHECK (answered >= 0),
  tries      integer     NOT NULL DEFAULT 0,
  unwanted   boolean     NOT NULL DEFAULT false,
  provider   text        NOT NULL,
  model      text        NOT NULL,
  remote     text        CHECK (char_length(remote) <= 500),
  outcome    text        CHECK (char_length(outcome) <= 200),
  CONSTRAINT ended_is_over CHECK (
    (ended_at IS NULL) = (outcome IS NULL) AND (ended_at IS NULL) = (next_at IS NOT NULL))
);
CREATE INDEX batch_due ON batch (next_at) WHERE ended_at IS NULL;
CREATE INDEX batch_begun ON batch (begun_at);

-- What a batch asks. It names its document without depending on it: what is paid for is ended whatever becomes of that.
CREATE TABLE batch_call (
  id          uuid    PRIMARY KEY,
  batch       uuid    NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  extraction  uuid    NOT NULL,
  project     uuid    NOT NULL,
  epoch       bigint  NOT NULL,
  ordinal     integer NOT NULL,
  fingerprint bytea   NOT NULL
);
CREATE INDEX batch_call_batch ON batch_call (batch);

-- One question of one document: waiting for a batch, in one (sent), answered by one (ended), or to be asked directly (over).
CREATE TABLE batch_question (
  extraction  uuid        NOT NULL REFERENCES extraction (id) ON DELETE CASCADE,
  project     uuid        NOT NULL,
  call        uuid,
  ready_at    timestamptz NOT NULL,
  until       timestamptz NOT NULL,
  epoch       bigint      NOT NULL,
  ordinal     integer     NOT NULL,
  news        boolean     NOT NULL DEFAULT false, -- its document has not been called yet
  fingerprint bytea       NOT NULL,
  provider    text        NOT NULL,
  model       text        NOT NULL,
  state       text        NOT NULL CHECK (state IN ('waiting', 'sent', 'ended', 'over')),
  schema      text        NOT NULL,
  passage     text        NOT NULL,
  PRIMARY KEY (extraction, fingerprint),
  CONSTRAINT sent_has_call CHECK ((state = 'sent') = (call IS NOT NULL)),
  CONSTRAINT news_of_an_end CHECK (NOT news OR state IN ('ended', 'over'))
);
CREATE INDEX batch_question_ready ON batch_question (ready_at) WHERE state = 'waiting';
CREATE INDEX batch_question_same ON batch_question (project, fingerprint) WHERE state IN ('waiting', 'sent');
CREATE INDEX batch_question_news ON batch_question (extraction) WHERE news;
