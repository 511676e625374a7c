package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Usage;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import java.util.UUID;

/**
 * What was spent on asking models: the folded sums of each day plus the differences since, which
 * every statement that begins or ends calls leaves behind. No deletion touches either.
 */
public final class Spending {
  private static final Query OF_PROJECT =
      Query.of(
          """
          SELECT coalesce(sum(calls), 0)::bigint, coalesce(sum(input_tokens), 0)::bigint,
                 coalesce(sum(output_tokens), 0)::bigint
            FROM (SELECT calls, input_tokens, output_tokens FROM spend WHERE project = :project
                   UNION ALL
                  SELECT calls, input_tokens, output_tokens FROM spend_difference WHERE project = :project) AS both_tables
          """);

  /** Two folds at once never fold a difference twice: each deletes what it adds. */
  private static final Query FOLD =
      Query.of(
          """
          WITH folded AS (
            DELETE FROM spend_difference
             WHERE id IN (SELECT id FROM spend_difference ORDER BY id LIMIT :limit)
            RETURNING project, tenant, day, provider, model, calls, input_tokens, output_tokens
          ), summed AS (
            INSERT INTO spend AS s (project, tenant, day, provider, model, calls, input_tokens, output_tokens)
            SELECT project, min(tenant), day, provider, model, sum(calls), sum(input_tokens), sum(output_tokens)
              FROM folded
             GROUP BY project, day, provider, model
             ORDER BY project, day, provider, model
                ON CONFLICT (project, day, provider, model) DO UPDATE
               SET calls = s.calls + excluded.calls,
                   input_tokens = s.input_tokens + excluded.input_tokens,
                   output_tokens = s.output_tokens + excluded.output_tokens
          )
          SELECT count(*) FROM folded
          """);

  private Spending() {}

  static Usage of(Database database, UUID project) {
    return database.read(connection ->
        OF_PROJECT
            .with("project", project)
            .one(connection, row -> new Usage(row.getLong(1), row.getLong(2), row.getLong(3))));
  }

  /** Folds a batch of whatever project; true when there may be more. */
  public static boolean fold(Database database) {
    return FoldedSums.batch(database, FOLD);
  }
}
