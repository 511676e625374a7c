-- Whose history is to be forgotten once it is old enough, noted when the extraction's row goes: what
-- is still there is never walked through. The trigger's lock waits for whoever is deleting now, so
-- that what went before is seen by the next migration, and all that goes later is noted.
CREATE TABLE departure (
  extraction uuid        PRIMARY KEY,
  at         timestamptz NOT NULL
);
CREATE INDEX departure_at ON departure (at);

CREATE FUNCTION note_departures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO departure (extraction, at)
  SELECT id, clock_timestamp() FROM gone ORDER BY id
      ON CONFLICT (extraction) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER note_departures AFTER DELETE ON extraction
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_departures();

-- How a task of recovery has fared since it last succeeded.
ALTER TABLE reconciler_task
  ADD COLUMN failures  integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
  ADD COLUMN failed_at timestamptz,
  ADD COLUMN fault     text,
  ADD CONSTRAINT failed_says_why CHECK (
    (failures = 0) = (failed_at IS NULL) AND (failed_at IS NULL) = (fault IS NULL));
