-- The timeline of the server when the last number was taken; 0 when that is not known.
ALTER TABLE run_number ADD COLUMN timeline bigint NOT NULL DEFAULT 0 CHECK (timeline >= 0);
