-- How many passages of each model have a point in each bucket. Every statement that sets or clears embedding_id leaves its
-- differences in rows of its own, so that no two of them meet in one row; whoever reads many folds them.
CREATE TABLE point_count (
  model  text    NOT NULL,
  bucket integer NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
  n      bigint  NOT NULL,
  PRIMARY KEY (model, bucket)
) WITH (fillfactor = 50);
CREATE TABLE point_difference (
  id      bigint    GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model   text      NOT NULL,
  buckets integer[] NOT NULL,
  n       integer[] NOT NULL                                     -- of each of them
);

CREATE FUNCTION point_bucket(point uuid) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
  RETURN (get_byte(uuid_send(point), 0) << 4) | (get_byte(uuid_send(point), 1) >> 4);

CREATE FUNCTION count_added_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO point_difference (model, buckets, n)
  SELECT model, array_agg(bucket), array_agg(n)
    FROM (SELECT model, point_bucket(embedding_id) AS bucket, count(*)::integer AS n
            FROM added
           WHERE embedding_id IS NOT NULL
           GROUP BY model, bucket) AS counted
   GROUP BY model;
  RETURN NULL;
END $$;
CREATE TRIGGER count_added_points AFTER INSERT ON passage
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_added_points();

CREATE FUNCTION count_removed_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO point_difference (model, buckets, n)
  SELECT model, array_agg(bucket), array_agg(n)
    FROM (SELECT model, point_bucket(embedding_id) AS bucket, -count(*)::integer AS n
            FROM removed
           WHERE embedding_id IS NOT NULL
           GROUP BY model, bucket) AS counted
   GROUP BY model;
  RETURN NULL;
END $$;
CREATE TRIGGER count_removed_points AFTER DELETE ON passage
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_removed_points();

CREATE FUNCTION count_changed_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO point_difference (model, buckets, n)
  SELECT model, array_agg(bucket), array_agg(n)
    FROM (SELECT model, point_bucket(point) AS bucket, sum(n)::integer AS n
            FROM (SELECT model, embedding_id AS point, 1 AS n FROM added
                   UNION ALL
                  SELECT model, embedding_id, -1 FROM removed) AS both_sides
           WHERE point IS NOT NULL
           GROUP BY model, bucket
          HAVING sum(n) <> 0) AS counted
   GROUP BY model;
  RETURN NULL;
END $$;
CREATE TRIGGER count_changed_points AFTER UPDATE ON passage
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_changed_points();
