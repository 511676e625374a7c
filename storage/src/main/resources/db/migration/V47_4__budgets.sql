-- How much may be spent on calls of models: by the installation, a tenant or a project (docs/protocol.md §14). What was spent
-- under a budget is the sum of the ledger, so that there is no counter that could be cold or be lost.
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
