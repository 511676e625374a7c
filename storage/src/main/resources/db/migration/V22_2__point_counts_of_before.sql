-- What was there before the triggers. One statement has one snapshot: the rows that it counts, and the differences that it
-- takes away because they are among them; what is written meanwhile leaves a difference that stays.
WITH counted AS (
  DELETE FROM point_difference
)
INSERT INTO point_count (model, bucket, n)
SELECT model, point_bucket(embedding_id) AS bucket, count(*)
  FROM passage
 WHERE embedding_id IS NOT NULL
 GROUP BY model, bucket;
