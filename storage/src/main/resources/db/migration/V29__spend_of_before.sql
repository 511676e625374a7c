-- What was spent before the triggers, as far as its documents are still there. One statement has one snapshot: the calls that
-- it adds up, and the differences that it takes away because they are among them.
WITH counted AS (
  DELETE FROM spend_difference
)
INSERT INTO spend (project, tenant, day, provider, model, calls, input_tokens, output_tokens)
SELECT c.project, min(coalesce(p.tenant, '')), (c.started_at AT TIME ZONE 'UTC')::date, c.provider, c.model,
       sum(CASE WHEN c.ended_at IS NULL THEN 1 ELSE c.calls END), sum(c.input_tokens), sum(c.output_tokens)
  FROM model_call c
  LEFT JOIN project p ON p.id = c.project
 GROUP BY c.project, 3, c.provider, c.model;
