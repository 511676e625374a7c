-- Whoever reads the table for long must not make all others wait behind this: it is begun again a second later.
SET LOCAL lock_timeout = '200ms';

-- Each extraction changes its source once, when it is done, in columns that no index has. With room for the second version
-- on the same page that is a heap-only update: none of the two indexes is written. Rows of before keep their pages.
ALTER TABLE source SET (fillfactor = 50);
