-- Whoever writes documents for long must not make all others wait behind this: it is begun again a second later.
SET LOCAL lock_timeout = '200ms';

-- What the facts of an extraction's passages were extracted with, each a text of schema, prompt version and model with U+001F
-- between them: mostly one. Null when nobody noted it of all of them.
ALTER TABLE extraction ADD COLUMN made_with text[];

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
       END AS failed, e.made_with
  FROM extraction e
  JOIN source s ON s.id = e.source
  JOIN document d ON d.project = e.project AND d.extraction = e.id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(m.calls), 0)::bigint AS calls,
              coalesce(sum(m.input_tokens), 0)::bigint AS input_tokens,
              coalesce(sum(m.output_tokens), 0)::bigint AS output_tokens
         FROM model_call m
        WHERE m.extraction = e.id) AS used;

CREATE OR REPLACE VIEW living_extraction AS
SELECT e.id, e.project, e.source, s.name, e.made_with
  FROM extraction e
  JOIN source s ON s.id = e.source AND s.newest_finished_id = e.id
  JOIN project p ON p.id = e.project AND p.deleted_at IS NULL
 WHERE e.status::text = 'done';
