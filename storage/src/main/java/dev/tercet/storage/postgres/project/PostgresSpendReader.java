package dev.tercet.storage.postgres.project;

import dev.tercet.saga.Usage;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.SpendReader;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.SqlPieces;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums of what a tenant has spent in some days: of what is folded, and of the differences since, as
 * {@link Spending} and {@link Costs} keep them.
 */
public final class PostgresSpendReader implements SpendReader {
  private static final Query OF_TENANT = sums("tenant = :tenant");
  private static final Query OF_PROJECT = sums("tenant = :tenant AND project = :project");

  private static final Query TODAY =
      Query.of("SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date::text");

  private final Database database;

  /**
   * Each sum adds up the days of all its projects: it is bounded by the days that are asked for.
   */
  private static Query sums(String whose) {
    return Query.of(
        SqlPieces.in(
            """
            WITH part AS (
              SELECT project, day, provider, model, calls, input_tokens, output_tokens,
                     0::bigint AS cached_tokens, 0::bigint AS written_tokens, 0::bigint AS reasoning_tokens,
                     0::bigint AS unpriced, '' AS currency, 0::numeric AS nanos
                FROM spend
               WHERE {whose} AND day BETWEEN :from::date AND :to::date
               UNION ALL
              SELECT project, day, provider, model, calls, input_tokens, output_tokens, 0, 0, 0, 0, '', 0
                FROM spend_difference
               WHERE {whose} AND day BETWEEN :from::date AND :to::date
               UNION ALL
              SELECT project, day, provider, model, 0, 0, 0, cached_tokens, written_tokens, reasoning_tokens, unpriced, currency, nanos
                FROM cost
               WHERE {whose} AND day BETWEEN :from::date AND :to::date
               UNION ALL
              SELECT project, day, provider, model, 0, 0, 0, cached_tokens, written_tokens, reasoning_tokens, unpriced, currency, nanos
                FROM cost_difference
               WHERE {whose} AND day BETWEEN :from::date AND :to::date
            ), keyed AS (
              SELECT (CASE :by WHEN 'day' THEN day::text WHEN 'model' THEN provider ELSE project::text END)
                       COLLATE "C" AS key,
                     (CASE :by WHEN 'model' THEN model ELSE '' END) COLLATE "C" AS model,
                     calls, input_tokens, output_tokens, cached_tokens, written_tokens, reasoning_tokens, unpriced, currency, nanos
                FROM part
            ), priced AS (
              SELECT key, model, currency, sum(calls) AS calls, sum(input_tokens) AS input_tokens,
                     sum(output_tokens) AS output_tokens, sum(cached_tokens) AS cached_tokens,
                     sum(written_tokens) AS written_tokens, sum(reasoning_tokens) AS reasoning_tokens,
                     sum(unpriced) AS unpriced, sum(nanos) AS nanos
                FROM keyed
               WHERE (key, model) > (:key, :model)
               GROUP BY key, model, currency
            ), summed AS (
              SELECT key, model, sum(calls)::bigint AS calls, sum(input_tokens)::bigint AS input_tokens,
                     sum(output_tokens)::bigint AS output_tokens, sum(cached_tokens)::bigint AS cached_tokens,
                     sum(written_tokens)::bigint AS written_tokens, sum(reasoning_tokens)::bigint AS reasoning_tokens,
                     sum(unpriced)::bigint AS unpriced,
                     string_agg(nanos || ' ' || currency, ',' ORDER BY currency)
                       FILTER (WHERE currency <> '' AND nanos <> 0) AS costs
                FROM priced
               GROUP BY key, model
               ORDER BY key, model
               LIMIT :limit
            )
            SELECT s.*, p.slug
              FROM summed s
              LEFT JOIN project p ON p.id = CASE :by WHEN 'project' THEN s.key::uuid END AND p.deleted_at IS NULL
             ORDER BY s.key, s.model
            """,
            Map.of("whose", whose)));
  }

  public PostgresSpendReader(Database database) {
    this.database = database;
  }

  @Override
  public LocalDate today() {
    return database.read(
        connection -> LocalDate.parse(TODAY.values().one(connection, row -> Rows.text(row, 1))));
  }

  @Override
  public List<Sum> list(Asked asked, SumKey after, int limit) {
    Query.Values whose =
        asked.project() == null
            ? OF_TENANT.with("tenant", asked.tenant())
            : OF_PROJECT.with("tenant", asked.tenant()).with("project", asked.project());
    return database.read(connection ->
        whose
            .with("by", asked.by().name().toLowerCase(Locale.ROOT))
            .with("from", asked.from().toString())
            .with("to", asked.to().toString())
            .with("key", after.of())
            .with("model", after.model())
            .with("limit", limit)
            .list(connection, PostgresSpendReader::sum));
  }

  private static Sum sum(ResultSet row) throws SQLException {
    return new Sum(
        new SumKey(Rows.text(row, 1), Rows.text(row, 2)),
        row.getString("slug"),
        new Usage(
            row.getLong("calls"),
            row.getLong("input_tokens"),
            row.getLong("output_tokens"),
            row.getLong("cached_tokens"),
            row.getLong("written_tokens"),
            row.getLong("reasoning_tokens")),
        row.getLong("unpriced"),
        costs(row.getString("costs")));
  }

  /** As the statement writes them: {@code nanos currency,…}. */
  private static List<Money> costs(@Nullable String written) {
    return written == null
        ? List.of()
        : Arrays.stream(written.split(",", -1))
            .map(it -> it.split(" ", 2))
            .map(it -> new Money(new BigInteger(it[0]), it[1]))
            .toList();
  }
}
