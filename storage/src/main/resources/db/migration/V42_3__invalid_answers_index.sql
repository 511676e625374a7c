-- Whoever writes the table for long must not make all others wait behind this: it is begun again a second later.
SET LOCAL lock_timeout = '200ms';

-- Questions are looked for here before each call. While this is built, whoever notes a call waits, and whoever reads does not: the
-- table is partitioned, and CONCURRENTLY is not for those. Beside the new column, readers would wait, too.
CREATE INDEX model_call_fault ON model_call (project, fingerprint) WHERE fault IS NOT NULL;
