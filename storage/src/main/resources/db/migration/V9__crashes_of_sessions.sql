-- Whose ends the count of crashes rests on, so that a process that lives on can take its own back.
-- Written at a crash only; once the count is 0 it says nothing, and the next crash begins it anew.
ALTER TABLE extraction
  ADD COLUMN crashed_in uuid[],
  ADD CONSTRAINT crashes_are_counted CHECK (crashes = 0 OR coalesce(cardinality(crashed_in), 0) <= crashes);

-- Rows that never saw a crash, nearly all, are not in it.
CREATE INDEX extraction_crashed_in ON extraction USING gin (crashed_in) WHERE crashed_in IS NOT NULL;
