-- What asking models has cost, day by day: without texts and without documents, so that nothing that is deleted or too old
-- gives anything back. Every statement that begins or ends calls leaves its differences in rows of its own, so that no two of
-- them meet in one row; they are folded in batches. A call that nobody saw end counts as one.
CREATE TABLE spend (
  project       uuid   NOT NULL,
  day           date   NOT NULL,                             -- on which the call began (UTC)
  calls         bigint NOT NULL,
  input_tokens  bigint NOT NULL,
  output_tokens bigint NOT NULL,
  tenant        text   NOT NULL,
  provider      text   NOT NULL,
  model         text   NOT NULL,
  PRIMARY KEY (project, day, provider, model)
) WITH (fillfactor = 50);
CREATE TABLE spend_difference (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project       uuid   NOT NULL,
  day           date   NOT NULL,
  calls         bigint NOT NULL,
  input_tokens  bigint NOT NULL,
  output_tokens bigint NOT NULL,
  tenant        text   NOT NULL,
  provider      text   NOT NULL,
  model         text   NOT NULL
);
CREATE INDEX spend_difference_project ON spend_difference (project);

CREATE FUNCTION note_new_spend() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spend_difference (project, tenant, day, provider, model, calls, input_tokens, output_tokens)
  SELECT a.project, coalesce(p.tenant, ''), (a.started_at AT TIME ZONE 'UTC')::date, a.provider, a.model,
         sum(CASE WHEN a.ended_at IS NULL THEN 1 ELSE a.calls END), sum(a.input_tokens), sum(a.output_tokens)
    FROM added a
    LEFT JOIN project p ON p.id = a.project
   GROUP BY 1, 2, 3, 4, 5;
  RETURN NULL;
END $$;
CREATE TRIGGER note_new_spend AFTER INSERT ON model_call
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_new_spend();

CREATE FUNCTION note_changed_spend() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spend_difference (project, tenant, day, provider, model, calls, input_tokens, output_tokens)
  SELECT n.project, coalesce(p.tenant, ''), (n.started_at AT TIME ZONE 'UTC')::date, n.provider, n.model,
         sum(n.sign * CASE WHEN n.ended_at IS NULL THEN 1 ELSE n.calls END),
         sum(n.sign * n.input_tokens), sum(n.sign * n.output_tokens)
    FROM (SELECT 1 AS sign, project, started_at, ended_at, provider, model, calls, input_tokens, output_tokens FROM added
           UNION ALL
          SELECT -1, project, started_at, ended_at, provider, model, calls, input_tokens, output_tokens FROM removed) AS n
    LEFT JOIN project p ON p.id = n.project
   GROUP BY 1, 2, 3, 4, 5
  HAVING (sum(n.sign * CASE WHEN n.ended_at IS NULL THEN 1 ELSE n.calls END),
          sum(n.sign * n.input_tokens), sum(n.sign * n.output_tokens)) <> (0, 0, 0);
  RETURN NULL;
END $$;
CREATE TRIGGER note_changed_spend AFTER UPDATE ON model_call
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_changed_spend();
