-- When each bucket was last compared whole; everything older than the oldest of these has been compared since.
CREATE TABLE verified_bucket (
  bucket integer     PRIMARY KEY CHECK (bucket BETWEEN 0 AND 4095),
  at     timestamptz NOT NULL
) WITH (fillfactor = 50);
ALTER TABLE run_number ADD COLUMN verified_at timestamptz; -- the oldest of them, null while one is missing
ALTER TABLE project ADD COLUMN verified_at timestamptz; -- the same of one project, by a run of its own

-- The history of a deleted document may end with a line that is no change: a receipt.
DO $$
DECLARE
  old text;
BEGIN
  FOR old IN
    SELECT conname FROM pg_constraint
     WHERE conrelid = 'audit'::regclass AND contype = 'c'
       AND pg_get_constraintdef(oid) LIKE '%to_status IS DISTINCT FROM from_status%'
  LOOP
    EXECUTE format('ALTER TABLE audit DROP CONSTRAINT %I', old);
  END LOOP;
END $$;
ALTER TABLE audit ADD CONSTRAINT audit_is_a_change
  CHECK (to_status IS DISTINCT FROM from_status OR to_status::text = 'deleting') NOT VALID;
