-- One extraction as a reader sees it. Usage is summed from the spend ledger, so it is always exact.
CREATE VIEW saga AS
SELECT e.id, e.project, s.name AS source, e.source AS source_id, e.generation, e.status, e.stage,
       e.queue, e.attempts, e.max_attempts, e.epoch, d.created_at, e.since, e.started_at, e.done_at,
       e.due_at, e.failure_code, e.failure_class, e.failure_message, e.failure_stage, e.passages,
       e.passages_extracted, e.passages_embedded, used.calls, used.input_tokens, used.output_tokens
  FROM extraction e
  JOIN source s ON s.id = e.source
  JOIN document d ON d.project = e.project AND d.extraction = e.id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(m.calls), 0)::bigint AS calls,
              coalesce(sum(m.input_tokens), 0)::bigint AS input_tokens,
              coalesce(sum(m.output_tokens), 0)::bigint AS output_tokens
         FROM model_call m
        WHERE m.extraction = e.id) AS used;

-- What counts for readers: done, the newest finished generation of its source, in a living project.
CREATE VIEW living_extraction AS
SELECT e.id, e.project, e.source, s.name
  FROM extraction e
  JOIN source s ON s.id = e.source AND s.newest_finished_id = e.id
  JOIN project p ON p.id = e.project AND p.deleted_at IS NULL
 WHERE e.status = 'done';

-- Words without punctuation, of at most 100,000 characters, which no tsvector is too short for.
CREATE FUNCTION plain_words(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
  RETURN translate(left(value, 100000), '.,;:!?@/\-_+*=''"()[]{}<>|#$%&~^`', repeat(' ', 32));
CREATE FUNCTION words(value text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
  RETURN to_tsvector('simple'::regconfig, plain_words(value));

-- Whether the words of the query are in the document's text or facts, or, beyond what the first
-- look covers, in one of its passages.
CREATE FUNCTION document_matches(d document, query text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN words(d.text)
         || coalesce((SELECT words(string_agg(p.facts::text, ' '))
                        FROM passage p
                       WHERE p.extraction = d.extraction), '')
         @@ plainto_tsquery('simple'::regconfig, plain_words(query))
      OR length(d.text) > 100000
         AND EXISTS (SELECT FROM passage p
                      WHERE p.extraction = d.extraction
                        AND words(p.text || ' ' || p.facts::text)
                            @@ plainto_tsquery('simple'::regconfig, plain_words(query)));
