-- How many extractions of a project stand in each status. The counts follow the audit trail inside
-- the transaction that writes it, so they are exact; changes are appended as differences, so that
-- concurrent batches of one project never wait for one row; readers fold the differences.
CREATE TABLE status_count (
  project uuid              NOT NULL,
  status  extraction_status NOT NULL,
  n       bigint            NOT NULL,
  PRIMARY KEY (project, status)
);
CREATE TABLE status_difference (
  project uuid              NOT NULL,
  n       bigint            NOT NULL,
  status  extraction_status NOT NULL
);
CREATE INDEX status_difference_project ON status_difference (project);

CREATE FUNCTION count_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO status_difference (project, status, n)
  SELECT project, status, sum(n)
    FROM (SELECT project, to_status AS status, 1 AS n FROM change
          UNION ALL
          SELECT project, from_status, -1 FROM change WHERE from_status IS NOT NULL) AS both_sides
   GROUP BY project, status
  HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER count_changes AFTER INSERT ON audit
  REFERENCING NEW TABLE AS change FOR EACH STATEMENT EXECUTE FUNCTION count_changes();

CREATE FUNCTION count_departures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO status_difference (project, status, n)
  SELECT project, status, -count(*) FROM gone GROUP BY project, status;
  RETURN NULL;
END $$;
CREATE TRIGGER count_departures AFTER DELETE ON extraction
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_departures();
