-- How much may be spent on calls of models: by the installation, a tenant or a project (docs/protocol.md §14). What was spent
-- under a budget is the sum of the ledger, so that there is no counter that could be cold or be lost.
SET LOCAL lock_timeout = '200ms';
CREATE TABLE budget (
  scope       text        PRIMARY KEY,
  currency    text,
  day_nanos   bigint      CHECK (day_nanos >= 0),
  month_nanos bigint      CHECK (month_nanos >= 0),
  day_calls   bigint      CHECK (day_calls >= 0),
  changed_at  timestamptz NOT NULL,
  CONSTRAINT budget_bounds_something CHECK (num_nonnulls(day_nanos, month_nanos, day_calls) > 0),
  CONSTRAINT money_has_a_currency CHECK ((currency IS NULL) = (num_nonnulls(day_nanos, month_nanos) = 0))
);

-- What tenants and the installation have spent, of what is folded into spend and cost. It follows those tables, whoever folds.
CREATE TABLE spend_total (
  day      date   NOT NULL,
  calls    bigint NOT NULL,
  nanos    numeric NOT NULL,
  scope    text   NOT NULL,
  currency text   NOT NULL,                                  -- empty for calls
  PRIMARY KEY (scope, day, currency)
) WITH (fillfactor = 50);

CREATE FUNCTION total_new_spend() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spend_total AS t (scope, day, currency, calls, nanos)
  SELECT s.scope, a.day, '', sum(a.calls), 0
    FROM added a
   CROSS JOIN LATERAL (VALUES ('installation'), ('tenant ' || a.tenant)) AS s(scope)
   GROUP BY s.scope, a.day
   ORDER BY s.scope, a.day
  ON CONFLICT (scope, day, currency) DO UPDATE SET calls = t.calls + excluded.calls;
  RETURN NULL;
END $$;
CREATE FUNCTION total_changed_spend() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spend_total AS t (scope, day, currency, calls, nanos)
  SELECT s.scope, n.day, '', sum(n.calls), 0
    FROM (SELECT tenant, day, calls FROM added UNION ALL SELECT tenant, day, -calls FROM removed) AS n
   CROSS JOIN LATERAL (VALUES ('installation'), ('tenant ' || n.tenant)) AS s(scope)
   GROUP BY s.scope, n.day
   ORDER BY s.scope, n.day
  ON CONFLICT (scope, day, currency) DO UPDATE SET calls = t.calls + excluded.calls;
  RETURN NULL;
END $$;
CREATE FUNCTION total_new_cost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spend_total AS t (scope, day, currency, calls, nanos)
  SELECT s.scope, a.day, a.currency, 0, sum(a.nanos)
    FROM added a
   CROSS JOIN LATERAL (VALUES ('installation'), ('tenant ' || a.tenant)) AS s(scope)
   WHERE a.currency <> ''
   GROUP BY s.scope, a.day, a.currency
   ORDER BY s.scope, a.day, a.currency
  ON CONFLICT (scope, day, currency) DO UPDATE SET nanos = t.nanos + excluded.nanos;
  RETURN NULL;
END $$;
CREATE FUNCTION total_changed_cost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spend_total AS t (scope, day, currency, calls, nanos)
  SELECT s.scope, n.day, n.currency, 0, sum(n.nanos)
    FROM (SELECT tenant, day, currency, nanos FROM added UNION ALL SELECT tenant, day, currency, -nanos FROM removed) AS n
   CROSS JOIN LATERAL (VALUES ('installation'), ('tenant ' || n.tenant)) AS s(scope)
   WHERE n.currency <> ''
   GROUP BY s.scope, n.day, n.currency
   ORDER BY s.scope, n.day, n.currency
  ON CONFLICT (scope, day, currency) DO UPDATE SET nanos = t.nanos + excluded.nanos;
  RETURN NULL;
END $$;

-- Nobody folds between these triggers and what was there before them.
CREATE TRIGGER total_new_spend AFTER INSERT ON spend
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION total_new_spend();
CREATE TRIGGER total_changed_spend AFTER UPDATE ON spend
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION total_changed_spend();
CREATE TRIGGER total_new_cost AFTER INSERT ON cost
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION total_new_cost();
CREATE TRIGGER total_changed_cost AFTER UPDATE ON cost
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION total_changed_cost();
INSERT INTO spend_total (scope, day, currency, calls, nanos)
SELECT s.scope, f.day, f.currency, sum(f.calls), sum(f.nanos)
  FROM (SELECT tenant, day, '' AS currency, calls, 0 AS nanos FROM spend
         UNION ALL
        SELECT tenant, day, currency, 0, nanos FROM cost WHERE currency <> '') AS f
 CROSS JOIN LATERAL (VALUES ('installation'), ('tenant ' || f.tenant)) AS s(scope)
 GROUP BY s.scope, f.day, f.currency;
