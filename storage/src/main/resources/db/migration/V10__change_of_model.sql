-- A collection ends when another embedding model is chosen and every passage has been embedded again.
ALTER TABLE collection
  ADD COLUMN dimension  integer CHECK (dimension > 0),             -- of its vectors
  ADD COLUMN chosen_at  timestamptz NOT NULL DEFAULT clock_timestamp(), -- since when new points go there
  ADD COLUMN retired_at timestamptz,                               -- since when no row names a point in it
  ADD CONSTRAINT retired_is_full CHECK (retired_at IS NULL OR NOT refilling);

-- A collection's name ends in its dimension.
UPDATE collection
   SET dimension = substring(name FROM '([0-9]+)$')::integer,
       chosen_at = created_at;
ALTER TABLE collection ALTER COLUMN dimension SET NOT NULL;
