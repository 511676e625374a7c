-- Whoever writes documents for long must not make all others wait behind this: it is begun again a second later.
SET LOCAL lock_timeout = '200ms';

-- Passages without which a document is done, since they failed for good: they have no points. Written in the transaction that
-- ends it, and gone with it.
CREATE TABLE failed_passage (
  extraction uuid    NOT NULL REFERENCES extraction (id) ON DELETE CASCADE,
  ordinal    integer NOT NULL CHECK (ordinal >= 0),
  start_at   integer NOT NULL CHECK (start_at >= 0),
  end_at     integer NOT NULL CHECK (end_at >= start_at),
  code       text    NOT NULL CHECK (char_length(code) BETWEEN 1 AND 100),
  message    text    NOT NULL CHECK (char_length(message) <= 500),
  text       text    NOT NULL,
  PRIMARY KEY (extraction, ordinal)
);

-- Questions that were refused for good, each of the document that met it: its next attempt does not ask again.
CREATE TABLE refused_question (
  extraction  uuid        NOT NULL REFERENCES extraction (id) ON DELETE CASCADE,
  ended_at    timestamptz NOT NULL,
  fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
  code        text        NOT NULL,
  message     text        NOT NULL,
  PRIMARY KEY (extraction, fingerprint)
);

-- The first failed passages of what is done without them, three texts each: ordinal, code, message.
CREATE OR REPLACE VIEW saga AS
SELECT e.id, e.project, s.name AS source, e.source AS source_id, e.generation, e.status, e.stage,
       e.queue, e.attempts, e.max_attempts, e.epoch, d.created_at, e.since, e.started_at, e.done_at,
       e.due_at, e.failure_code, e.failure_class, e.failure_message, e.failure_stage, e.passages,
       e.passages_extracted, e.passages_embedded, used.calls, used.input_tokens, used.output_tokens,
       d.warnings,
       CASE WHEN e.passages_embedded < e.passages AND e.status IN ('done', 'superseded')
            THEN ARRAY (SELECT part.word
                          FROM (SELECT f.ordinal, f.code, f.message
                                  FROM failed_passage f
                                 WHERE f.extraction = e.id
                                 ORDER BY f.ordinal
                                 LIMIT 20) AS first
                         CROSS JOIN LATERAL (VALUES (1, first.ordinal::text), (2, first.code), (3, first.message))
                               AS part(place, word)
                         ORDER BY first.ordinal, part.place)
       END AS failed
  FROM extraction e
  JOIN source s ON s.id = e.source
  JOIN document d ON d.project = e.project AND d.extraction = e.id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(m.calls), 0)::bigint AS calls,
              coalesce(sum(m.input_tokens), 0)::bigint AS input_tokens,
              coalesce(sum(m.output_tokens), 0)::bigint AS output_tokens
         FROM model_call m
        WHERE m.extraction = e.id) AS used;
