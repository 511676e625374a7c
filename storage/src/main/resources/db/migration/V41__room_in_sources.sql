-- An extraction changes its source when it is done, in columns that no index has. With room for the second version on the
-- same page that is a heap-only update, and neither index is written. Rows of before keep their pages. Nobody who reads or
-- writes waits for this lock, and the server ends an autovacuum that stands in its way.
ALTER TABLE source SET (fillfactor = 50);
