-- What full-text queries look into (docs/protocol.md, section 9): the words of each piece of at most
-- 100,000 characters, since a tsvector ends at 1 MB, and those of the facts. Every piece also has its
-- project as a word that no text can have, so that one index finds words within a project.
CREATE TABLE search_piece (
  extraction uuid     NOT NULL,
  piece      integer  NOT NULL,                                 -- of the text from 0 upwards, of the facts from -1 downwards
  words      tsvector NOT NULL,
  PRIMARY KEY (extraction, piece)
);
-- New words wait in a list that every query reads through, which therefore stays short.
ALTER TABLE search_piece ALTER COLUMN words SET STORAGE EXTERNAL; -- walks look into many of them
CREATE INDEX search_piece_words ON search_piece USING gin (words) WITH (gin_pending_list_limit = 512);

-- Extractions that have ended and are not yet, or not yet wholly, in the index. Whoever fills holds
-- the row until his commit, and whoever deletes takes it away first.
CREATE TABLE search_due (
  extraction uuid        PRIMARY KEY,
  project    uuid        NOT NULL,
  due_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  read_to    integer     NOT NULL DEFAULT 0 CHECK (read_to >= 0),  -- code points of the text that are in
  pieces     integer     NOT NULL DEFAULT 0 CHECK (pieces >= 0)    -- of the text that are in
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX search_due_at ON search_due (due_at);

-- What had ended before there was an index is noted batch by batch, by id; gone once all of it is.
CREATE TABLE search_backfill (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  noted_to  uuid    NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
);
INSERT INTO search_backfill DEFAULT VALUES;

-- Found by id: the status as text, so that no index of statuses looks better while the tables are empty.
CREATE OR REPLACE VIEW living_extraction AS
SELECT e.id, e.project, e.source, s.name
  FROM extraction e
  JOIN source s ON s.id = e.source AND s.newest_finished_id = e.id
  JOIN project p ON p.id = e.project AND p.deleted_at IS NULL
 WHERE e.status::text = 'done';

-- In the transaction of the end itself: nothing is forgotten, whoever ends it.
CREATE FUNCTION note_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_due (extraction, project)
  SELECT DISTINCT extraction, project
    FROM change
   WHERE to_status IN ('done', 'failed', 'cancelled', 'superseded')
     AND from_status IS DISTINCT FROM 'done'
   ORDER BY extraction
      ON CONFLICT (extraction) DO UPDATE
     SET due_at = clock_timestamp(),
         read_to = 0,
         pieces = 0;
  RETURN NULL;
END $$;
CREATE TRIGGER note_ends AFTER INSERT ON audit
  REFERENCING NEW TABLE AS change FOR EACH STATEMENT EXECUTE FUNCTION note_ends();
