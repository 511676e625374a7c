-- By which cut a worker makes passages, and by which those of an extraction are made, from its first claim
-- on: null when nobody noted it, empty while they are being made anew.
ALTER TABLE worker_session ADD COLUMN cut text NOT NULL DEFAULT '';
ALTER TABLE extraction ADD COLUMN cut text;
