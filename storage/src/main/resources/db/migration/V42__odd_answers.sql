-- Whoever reads the table for long must not make all others wait behind this: it is begun again a second later.
SET LOCAL lock_timeout = '200ms';

-- What had to be mended before a valid answer could be read, in a few words, and the first of the facts that were left out of it.
ALTER TABLE model_call ADD COLUMN repaired text, ADD COLUMN dropped json;
-- Rows of before have neither, and are looked at later, beside the work.
ALTER TABLE model_call ADD CONSTRAINT model_call_repaired
  CHECK (repaired IS NULL OR verdict = 'valid' AND octet_length(repaired) <= 300) NOT VALID,
  ADD CONSTRAINT model_call_dropped
  CHECK (dropped IS NULL OR verdict = 'valid' AND octet_length(dropped::text) <= 131072) NOT VALID;
