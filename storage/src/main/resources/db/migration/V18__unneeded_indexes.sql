-- No question needs these: lists walk extraction_list, failed ones are counted by extraction_ended,
-- and what waits to be published is found by when it was due.
DROP INDEX CONCURRENTLY IF EXISTS extraction_failed;
DROP INDEX CONCURRENTLY IF EXISTS extraction_pending;
