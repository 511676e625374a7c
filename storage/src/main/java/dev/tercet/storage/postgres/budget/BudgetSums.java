package dev.tercet.storage.postgres.budget;

import dev.tercet.saga.money.Budget.Outlay;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Standing.Turns;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the ledger says was spent today and this month, by whom a budget bounds. */
final class BudgetSums {
  /**
   * What is folded and the differences since, in one snapshot. What is folded stands in totals;
   * differences are few, since they are folded all the time.
   */
  private static final Query SUMS =
      Query.of(
          """
          WITH moment AS MATERIALIZED (
            SELECT now, now::date AS today, date_trunc('month', now)::date AS month
              FROM (SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now) AS clock
          ), part AS (
            SELECT scope, day, currency, calls, nanos
              FROM spend_total
             WHERE scope = ANY (:scopes::text[]) AND day >= (SELECT month FROM moment)
             UNION ALL
            SELECT 'project ' || c.project, c.day, c.currency, c.calls, c.nanos
              FROM project p
              JOIN cost_difference c ON c.tenant = p.tenant AND c.project = p.id
             WHERE p.id = ANY (:projects::uuid[]) AND c.day >= (SELECT month FROM moment)
             UNION ALL
            SELECT 'tenant ' || tenant, day, currency, calls, nanos
              FROM cost_difference
             WHERE tenant = ANY (:tenants::text[]) AND day >= (SELECT month FROM moment)
             UNION ALL
            SELECT 'installation', day, currency, calls, nanos
              FROM cost_difference
             WHERE 'installation' = ANY (:scopes::text[]) AND id > 0
          )
          SELECT p.scope, p.currency, coalesce(sum(p.calls) FILTER (WHERE p.day = m.today), 0)::bigint,
                 least(sum(p.nanos) FILTER (WHERE p.day = m.today), 9223372036854775807)::bigint,
                 least(sum(p.nanos), 9223372036854775807)::bigint,
                 m.now AT TIME ZONE 'UTC', (m.today + 1)::timestamp AT TIME ZONE 'UTC',
                 (m.month + interval '1 month') AT TIME ZONE 'UTC'
            FROM moment m
            LEFT JOIN part p ON p.day >= m.month
           GROUP BY p.scope, p.currency, m.today, m.month, m.now
          """);

  private final Map<String, Map<String, Outlay>> spent = new HashMap<>();
  private Turns turns = new Turns(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);

  private BudgetSums() {}

  /** Reads those of these. */
  static BudgetSums of(Connection connection, Collection<BudgetScope> scopes) throws SQLException {
    List<UUID> projects = new ArrayList<>();
    List<String> tenants = new ArrayList<>();
    for (BudgetScope scope : scopes) {
      switch (scope) {
        case BudgetScope.OfProject(var project) -> projects.add(project);
        case BudgetScope.OfTenant(var tenant) -> tenants.add(tenant);
        case BudgetScope.Installation() -> {}
      }
    }
    var sums = new BudgetSums();
    SUMS.with("projects", projects)
        .with("tenants", tenants.toArray(String[]::new))
        .with("scopes", scopes.stream().map(BudgetScope::label).toArray(String[]::new))
        .list(connection, sums::add);
    return sums;
  }

  private boolean add(ResultSet row) throws SQLException {
    turns = new Turns(Rows.instant(row, 6), Rows.instant(row, 7), Rows.instant(row, 8));
    if (row.getString(1) != null) {
      spent
          .computeIfAbsent(Rows.text(row, 1), _ -> new HashMap<>())
          .put(Rows.text(row, 2), new Outlay(row.getLong(3), row.getLong(4), row.getLong(5)));
    }
    return true;
  }

  /** All calls, and what was spent in that currency. */
  Outlay outlay(BudgetScope scope, @Nullable String currency) {
    Map<String, Outlay> known = spent.getOrDefault(scope.label(), Map.of());
    Outlay money = currency == null ? Outlay.NOTHING : known.getOrDefault(currency, Outlay.NOTHING);
    return new Outlay(
        known.values().stream().mapToLong(Outlay::callsToday).sum(),
        money.nanosToday(),
        money.nanosThisMonth());
  }

  /** Always there, whatever was spent. */
  Turns turns() {
    return turns;
  }
}
