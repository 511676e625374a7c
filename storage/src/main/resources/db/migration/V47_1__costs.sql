-- Whoever reads the table for long must not make all others wait behind this: it is begun again a second later.
SET LOCAL lock_timeout = '200ms';

-- What a call has cost, in billionths of the currency's unit (null: not known), and by which table of prices; and whether it was
-- made inside the process, which costs nothing and which no budget counts.
ALTER TABLE model_call
  ADD COLUMN inside boolean NOT NULL DEFAULT false,
  ADD COLUMN cached_tokens bigint NOT NULL DEFAULT 0,
  ADD COLUMN written_tokens bigint NOT NULL DEFAULT 0,
  ADD COLUMN reasoning_tokens bigint NOT NULL DEFAULT 0,
  ADD COLUMN cost_nanos bigint DEFAULT 0,
  ADD COLUMN currency text,
  ADD COLUMN price_version text;
-- Rows of before have cost what nobody knows, and say nothing of it: they are 0. They are looked at later (V47_5).
ALTER TABLE model_call ADD CONSTRAINT model_call_cost
  CHECK (cost_nanos IS NULL OR cost_nanos = 0 OR cost_nanos > 0 AND currency IS NOT NULL) NOT VALID;

-- What calls to providers outside have cost, day by day, beside what all have used (spend).
CREATE TABLE cost (
  project          uuid   NOT NULL,
  day              date   NOT NULL,                          -- on which the call began (UTC)
  calls            bigint NOT NULL,                          -- from their beginning on
  unpriced         bigint NOT NULL,                          -- calls that ended at a cost that is not known
  cached_tokens    bigint NOT NULL,
  written_tokens   bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  nanos            numeric NOT NULL,
  tenant           text   NOT NULL,
  provider         text   NOT NULL,
  model            text   NOT NULL,
  currency         text   NOT NULL,                          -- empty where no price is known
  PRIMARY KEY (tenant, day, project, provider, model, currency)
) WITH (fillfactor = 50);
CREATE TABLE cost_difference (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project          uuid   NOT NULL,
  day              date   NOT NULL,
  calls            bigint NOT NULL,
  unpriced         bigint NOT NULL,
  cached_tokens    bigint NOT NULL,
  written_tokens   bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  nanos            numeric NOT NULL,
  tenant           text   NOT NULL,
  provider         text   NOT NULL,
  model            text   NOT NULL,
  currency         text   NOT NULL
);
CREATE INDEX cost_difference_tenant ON cost_difference (tenant, day);

-- As before (V28__spend.sql), and what it costs.
CREATE OR REPLACE FUNCTION note_new_spend() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spend_difference (project, tenant, day, provider, model, calls, input_tokens, output_tokens)
  SELECT a.project, coalesce(p.tenant, ''), (a.started_at AT TIME ZONE 'UTC')::date, a.provider, a.model,
         sum(CASE WHEN a.ended_at IS NULL THEN 1 ELSE a.calls END), sum(a.input_tokens), sum(a.output_tokens)
    FROM added a
    LEFT JOIN project p ON p.id = a.project
   GROUP BY 1, 2, 3, 4, 5;
  INSERT INTO cost_difference (project, tenant, day, provider, model, currency, calls, unpriced, cached_tokens, written_tokens,
                               reasoning_tokens, nanos)
  SELECT a.project, coalesce(p.tenant, ''), (a.started_at AT TIME ZONE 'UTC')::date, a.provider, a.model, coalesce(a.currency, ''),
         sum(CASE WHEN a.ended_at IS NULL THEN 1 ELSE a.calls END), sum(CASE WHEN a.cost_nanos IS NULL THEN a.calls ELSE 0 END),
         sum(a.cached_tokens), sum(a.written_tokens), sum(a.reasoning_tokens), sum(coalesce(a.cost_nanos, 0))
    FROM added a
    LEFT JOIN project p ON p.id = a.project
   WHERE NOT a.inside
   GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION note_changed_spend() RETURNS trigger LANGUAGE plpgsql AS $$
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
  INSERT INTO cost_difference (project, tenant, day, provider, model, currency, calls, unpriced, cached_tokens, written_tokens,
                               reasoning_tokens, nanos)
  SELECT n.project, coalesce(p.tenant, ''), (n.started_at AT TIME ZONE 'UTC')::date, n.provider, n.model, coalesce(n.currency, ''),
         sum(n.sign * CASE WHEN n.ended_at IS NULL THEN 1 ELSE n.calls END),
         sum(n.sign * CASE WHEN n.cost_nanos IS NULL THEN n.calls ELSE 0 END), sum(n.sign * n.cached_tokens),
         sum(n.sign * n.written_tokens), sum(n.sign * n.reasoning_tokens), sum(n.sign * coalesce(n.cost_nanos, 0))
    FROM (SELECT 1 AS sign, project, started_at, ended_at, inside, provider, model, calls, currency, cost_nanos, cached_tokens,
                 written_tokens, reasoning_tokens FROM added
           UNION ALL
          SELECT -1, project, started_at, ended_at, inside, provider, model, calls, currency, cost_nanos, cached_tokens,
                 written_tokens, reasoning_tokens FROM removed) AS n
    LEFT JOIN project p ON p.id = n.project
   WHERE NOT n.inside
   GROUP BY 1, 2, 3, 4, 5, 6
  HAVING (sum(n.sign * CASE WHEN n.ended_at IS NULL THEN 1 ELSE n.calls END),
          sum(n.sign * CASE WHEN n.cost_nanos IS NULL THEN n.calls ELSE 0 END), sum(n.sign * n.cached_tokens),
          sum(n.sign * n.written_tokens), sum(n.sign * n.reasoning_tokens), sum(n.sign * coalesce(n.cost_nanos, 0)))
         <> (0, 0, 0, 0, 0, 0);
  RETURN NULL;
END $$;

-- What projects, tenants and the installation have spent, of what is folded into cost: whoever folds adds to both.
CREATE TABLE spend_total (
  day      date    NOT NULL,
  calls    bigint  NOT NULL,
  nanos    numeric NOT NULL,
  scope    text    NOT NULL,
  currency text    NOT NULL,
  PRIMARY KEY (scope, day, currency)
) WITH (fillfactor = 50);
