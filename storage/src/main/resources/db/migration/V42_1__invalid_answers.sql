-- Whoever reads the table for long must not make all others wait behind this: it is begun again a second later.
SET LOCAL lock_timeout = '200ms';

-- What was wrong with an answer that was paid for and is of no use. A question has two of them at most, whoever asks it, so that
-- they are looked for by question before each call; calls of before have none, and so count for nothing.
ALTER TABLE model_call ADD COLUMN fault text;
ALTER TABLE model_call ADD CONSTRAINT model_call_fault
  CHECK (fault IS NULL OR verdict = 'invalid' AND fault IN ('invalid', 'cut')) NOT VALID;
