-- Which extraction rests on which answer, asked for or found: an answer goes with its last use.
CREATE TABLE answer_use (
  extraction  uuid  NOT NULL,
  project     uuid  NOT NULL,
  fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
  PRIMARY KEY (extraction, fingerprint)
);
CREATE INDEX answer_use_answer ON answer_use (project, fingerprint);

-- Who asked for an answer is in the ledger of calls.
INSERT INTO answer_use (extraction, project, fingerprint)
SELECT DISTINCT e.id, e.project, c.fingerprint
  FROM model_call c
  JOIN extraction e ON e.id = c.extraction
 WHERE c.verdict = 'valid';

-- Whoever only found one is in none: an answer of which nobody is known to use it is not kept, since it
-- may be a deleted document's. Its question costs a call when it is asked once more.
DELETE FROM answer a
 WHERE NOT EXISTS (SELECT FROM answer_use u WHERE u.project = a.project AND u.fingerprint = a.fingerprint);

-- It said which passages share a text, and many do: every insert went through all equal ones.
DROP INDEX passage_content;
