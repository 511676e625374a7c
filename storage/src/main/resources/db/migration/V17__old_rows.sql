-- What is old stands first in each of these, so that retention never looks at what is not. Ranges of
-- pages (brin) forget nothing: once rows come and go, each of them reaches back to the oldest.
-- Built beside the work (V17__old_rows.sql.conf): no transaction, and again from the start after a crash.
INSERT INTO departure (extraction, at)
SELECT a.extraction, max(a.at)
  FROM audit a
 WHERE NOT EXISTS (SELECT FROM extraction e WHERE e.id = a.extraction)
 GROUP BY a.extraction
    ON CONFLICT (extraction) DO NOTHING;

DROP INDEX CONCURRENTLY IF EXISTS extraction_ended;
CREATE INDEX CONCURRENTLY extraction_ended ON extraction (status, since)
  WHERE status IN ('done', 'superseded', 'failed', 'cancelled');

DROP INDEX CONCURRENTLY IF EXISTS answer_created_at;
CREATE INDEX CONCURRENTLY answer_created_at ON answer (created_at);

DROP INDEX CONCURRENTLY IF EXISTS idempotency_key_created_at;
CREATE INDEX CONCURRENTLY idempotency_key_created_at ON idempotency_key (created_at);
DROP INDEX CONCURRENTLY IF EXISTS idempotency_key_age;

-- Removals of one project, the oldest first, and those whose points may still be there.
DROP INDEX CONCURRENTLY IF EXISTS removal_project_due;
CREATE INDEX CONCURRENTLY removal_project_due ON removal (project, due_at);
DROP INDEX CONCURRENTLY IF EXISTS removal_project;
DROP INDEX CONCURRENTLY IF EXISTS removal_unconfirmed;
CREATE INDEX CONCURRENTLY removal_unconfirmed ON removal (created_at) WHERE first_confirmed_at IS NULL;

-- Histories go by what has departed, and spend is asked for by extraction.
DROP INDEX CONCURRENTLY IF EXISTS audit_at;
DROP INDEX CONCURRENTLY IF EXISTS model_call_started_at;
