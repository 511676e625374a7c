-- A tombstone is set in one act, and its project follows page by page: up to which extraction all are
-- deleting, and whether that was the last.
ALTER TABLE project
  ADD COLUMN buried_to uuid,
  ADD COLUMN buried    boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT buried_is_deleted CHECK (deleted_at IS NOT NULL OR NOT buried AND buried_to IS NULL);
-- The few with a tombstone. No look-up by id asks for this, so that none can choose it.
CREATE INDEX project_tombstones ON project (deleted_at) WHERE deleted_at IS NOT NULL;

-- Behind a tombstone every row counts as deleting, before its own status says so.
CREATE OR REPLACE VIEW point_row AS
SELECT p.embedding_id, e.project, p.extraction, p.ordinal, e.generation, p.content_hash, p.model,
       e.status = 'done' AND s.newest_finished_id = e.id AND j.deleted_at IS NULL AS living,
       CASE WHEN j.deleted_at IS NULL THEN e.status ELSE 'deleting' END AS status, e.epoch
  FROM passage p
  JOIN extraction e ON e.id = p.extraction
  JOIN source s ON s.id = e.source
  JOIN project j ON j.id = e.project
 WHERE p.embedding_id IS NOT NULL;
