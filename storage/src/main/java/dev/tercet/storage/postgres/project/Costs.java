package dev.tercet.storage.postgres.project;

import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;

/** What calls have cost, beside what they have used ({@link Spending}), and folded as that is. */
public final class Costs {
  /** Two folds at once never fold a difference twice: each deletes what it adds. */
  private static final Query FOLD =
      Query.of(
          """
          WITH folded AS (
            DELETE FROM cost_difference
             WHERE id IN (SELECT id FROM cost_difference ORDER BY id LIMIT :limit)
            RETURNING project, tenant, day, provider, model, currency, unpriced, cached_tokens, reasoning_tokens, nanos
          ), summed AS (
            INSERT INTO cost AS c (project, tenant, day, provider, model, currency, unpriced, cached_tokens, reasoning_tokens, nanos)
            SELECT project, tenant, day, provider, model, currency, sum(unpriced), sum(cached_tokens), sum(reasoning_tokens), sum(nanos)
              FROM folded
             GROUP BY tenant, day, project, provider, model, currency
             ORDER BY tenant, day, project, provider, model, currency
                ON CONFLICT (tenant, day, project, provider, model, currency) DO UPDATE
               SET unpriced = c.unpriced + excluded.unpriced,
                   cached_tokens = c.cached_tokens + excluded.cached_tokens,
                   reasoning_tokens = c.reasoning_tokens + excluded.reasoning_tokens,
                   nanos = c.nanos + excluded.nanos
          )
          SELECT count(*) FROM folded
          """);

  private Costs() {}

  /** Folds a batch of whatever project; true when there may be more. */
  public static boolean fold(Database database) {
    return FoldedSums.batch(database, FOLD);
  }
}
