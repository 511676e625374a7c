-- What a run that looks for stale extractions leaves out: what they would be made with when it began.
ALTER TABLE bulk_run ADD COLUMN unlike text[];
