-- Who asks the model a question now, so that one process does in the installation. Without the extraction:
-- deleting its document frees nothing in the middle of a call.
CREATE TABLE question_lease (
  project     uuid        NOT NULL REFERENCES project ON DELETE CASCADE,
  fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
  token       uuid        NOT NULL, -- the id of the call
  session     uuid        NOT NULL, -- of the worker that makes it
  deadline    timestamptz NOT NULL,
  PRIMARY KEY (project, fingerprint)
);
