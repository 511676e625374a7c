-- What the reader of a file had to say about the text that it took out, one sentence a line.
ALTER TABLE document ADD COLUMN warnings text;

CREATE OR REPLACE VIEW saga AS
SELECT e.id, e.project, s.name AS source, e.source AS source_id, e.generation, e.status, e.stage,
       e.queue, e.attempts, e.max_attempts, e.epoch, d.created_at, e.since, e.started_at, e.done_at,
       e.due_at, e.failure_code, e.failure_class, e.failure_message, e.failure_stage, e.passages,
       e.passages_extracted, e.passages_embedded, used.calls, used.input_tokens, used.output_tokens,
       d.warnings
  FROM extraction e
  JOIN source s ON s.id = e.source
  JOIN document d ON d.project = e.project AND d.extraction = e.id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(m.calls), 0)::bigint AS calls,
              coalesce(sum(m.input_tokens), 0)::bigint AS input_tokens,
              coalesce(sum(m.output_tokens), 0)::bigint AS output_tokens
         FROM model_call m
        WHERE m.extraction = e.id) AS used;
