package dev.tercet.storage.postgres.project;

import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;

/**
 * What calls to providers outside have cost, beside what all calls have used ({@link Spending}),
 * and folded as that is; with sums of each day by whom budgets bound.
 */
public final class Costs {
  /**
   * Two folds at once never fold a difference twice: each deletes what it adds, to both tables in
   * one order.
   */
  private static final Query FOLD =
      Query.of(
          """
          WITH folded AS (
            DELETE FROM cost_difference
             WHERE id IN (SELECT id FROM cost_difference ORDER BY id LIMIT :limit)
            RETURNING project, tenant, day, provider, model, currency, calls, unpriced, cached_tokens, written_tokens,
                      reasoning_tokens, nanos
          ), summed AS (
            INSERT INTO cost AS c (project, tenant, day, provider, model, currency, calls, unpriced, cached_tokens, written_tokens,
                                   reasoning_tokens, nanos)
            SELECT project, tenant, day, provider, model, currency, sum(calls), sum(unpriced), sum(cached_tokens),
                   sum(written_tokens), sum(reasoning_tokens), sum(nanos)
              FROM folded
             GROUP BY tenant, day, project, provider, model, currency
             ORDER BY tenant, day, project, provider, model, currency
                ON CONFLICT (tenant, day, project, provider, model, currency) DO UPDATE
               SET calls = c.calls + excluded.calls,
                   unpriced = c.unpriced + excluded.unpriced,
                   cached_tokens = c.cached_tokens + excluded.cached_tokens,
                   written_tokens = c.written_tokens + excluded.written_tokens,
                   reasoning_tokens = c.reasoning_tokens + excluded.reasoning_tokens,
                   nanos = c.nanos + excluded.nanos
          ), totals AS (
            INSERT INTO spend_total AS t (scope, day, currency, calls, nanos)
            SELECT s.scope, f.day, f.currency, sum(f.calls), sum(f.nanos)
              FROM folded f
             CROSS JOIN LATERAL (VALUES ('installation'), ('tenant ' || f.tenant), ('project ' || f.project)) AS s(scope)
             GROUP BY s.scope, f.day, f.currency
             ORDER BY s.scope, f.day, f.currency
                ON CONFLICT (scope, day, currency) DO UPDATE
               SET calls = t.calls + excluded.calls, nanos = t.nanos + excluded.nanos
          )
          SELECT count(*) FROM folded
          """);

  private Costs() {}

  /** Folds a batch of whatever project; true when there may be more. */
  public static boolean fold(Database database) {
    return FoldedSums.batch(database, FOLD);
  }
}
