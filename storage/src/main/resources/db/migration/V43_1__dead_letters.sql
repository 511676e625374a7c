-- Failed work by cause, each with when it failed: causes are skipped through, and one is counted without its rows.
-- Built beside the work (V43_1__dead_letters.sql.conf): no transaction, and again from the start after a crash.
DROP INDEX CONCURRENTLY IF EXISTS extraction_cause;
CREATE INDEX CONCURRENTLY extraction_cause
  ON extraction (project, failure_code, failure_class, failure_stage, since) WHERE status = 'failed';
