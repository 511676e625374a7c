-- A passage that has a point, with what its extraction says of it: what recovery compares with Qdrant.
CREATE VIEW point_row AS
SELECT p.embedding_id, e.project, p.extraction, p.ordinal, e.generation, p.content_hash, p.model,
       e.status = 'done' AND s.newest_finished_id = e.id AND j.deleted_at IS NULL AS living,
       e.status, e.epoch
  FROM passage p
  JOIN extraction e ON e.id = p.extraction
  JOIN source s ON s.id = e.source
  JOIN project j ON j.id = e.project
 WHERE p.embedding_id IS NOT NULL;

-- With the model, so that counting every bucket reads the index alone.
CREATE UNIQUE INDEX passage_point ON passage (embedding_id) INCLUDE (model) WHERE embedding_id IS NOT NULL;
DROP INDEX passage_embedding_id;

-- Which passages share a text: an answer goes with the last document that rests on it.
CREATE INDEX passage_content ON passage USING hash (content_hash);
