-- A call that nobody saw end is closed as unknown: by whoever gives it up, by whoever takes its question over, or once the
-- question's time is over. Hence a question names the document whose call it is (null: asked by a former release), of which
-- nothing depends on it, and is found by its deadline.
ALTER TYPE call_verdict ADD VALUE IF NOT EXISTS 'unknown';
ALTER TABLE question_lease ADD COLUMN extraction uuid;
CREATE INDEX question_lease_deadline ON question_lease (deadline);
