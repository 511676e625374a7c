package dev.tercet.storage.postgres.budget;

import dev.tercet.saga.money.Admission;
import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.Standing;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Budgets that one transaction holds: nobody else lets a call in under them, or changes them, until
 * its commit. They are the last that a transaction locks of what others may wait for.
 */
public final class HeldBudgets {
  private static final Query HOLD =
      Query.of(
          """
          SELECT scope, currency, day_nanos, month_nanos, day_calls
            FROM budget
           WHERE scope = ANY (:scopes::text[])
           ORDER BY scope
             FOR NO KEY UPDATE
          """);

  /** Whoever is called finds it open, or the documents wait for the turn. */
  private static final Query CLOSE =
      Query.of(
          """
          INSERT INTO provider_state AS p (name, state, reason, since, retry_at, version)
          SELECT i.name, 'limited', 'the budget is spent', statement_timestamp(),
                 statement_timestamp() + i.rest * interval '1 second', 1
            FROM unnest(:names::text[], :rests::integer[]) AS i(name, rest)
           ORDER BY i.name
          ON CONFLICT (name) DO UPDATE
             SET state = 'limited', reason = excluded.reason, retry_at = excluded.retry_at,
                 since = CASE p.state WHEN 'open' THEN excluded.since ELSE p.since END,
                 version = p.version + CASE p.state WHEN 'open' THEN 1 ELSE 0 END,
                 hastening = false
           WHERE p.state = 'open'
              OR p.retry_at < excluded.retry_at - interval '5 seconds'
          """);

  private HeldBudgets() {}

  /**
   * Holds those of these that there are, and says how they stand. What others let in before is in
   * the sums, which are read by a statement behind the locks.
   */
  public static Admission hold(Connection connection, Collection<BudgetScope> scopes)
      throws SQLException {
    Map<String, BudgetScope> named = new HashMap<>();
    scopes.forEach(it -> named.put(it.label(), it));
    Map<BudgetScope, Budget> budgets = new HashMap<>();
    HOLD.with("scopes", named.keySet().toArray(String[]::new))
        .list(connection, row -> budgets.put(named.get(Rows.text(row, 1)), budget(row)));
    if (budgets.isEmpty()) {
      return new Admission(List.of());
    }
    BudgetSums sums = BudgetSums.of(connection, budgets.keySet());
    return new Admission(
        budgets.entrySet().stream().map(it -> standing(it.getKey(), it.getValue(), sums)).toList());
  }

  static Standing standing(BudgetScope scope, Budget budget, BudgetSums sums) {
    return new Standing(scope, budget, sums.outlay(scope, budget.currency()), sums.turns());
  }

  /** Whoever meets these waits for them from now on. */
  public static void close(Connection connection, Collection<Admission.Refusal> refusals)
      throws SQLException {
    Map<String, Integer> rests = new HashMap<>();
    refusals.forEach(
        it -> rests.put(it.scope().awaited(), Math.toIntExact(it.rest().toSeconds() + 1)));
    List<String> names = List.copyOf(rests.keySet());
    CLOSE
        .with("names", names.toArray(String[]::new))
        .with("rests", names.stream().map(rests::get).toArray(Integer[]::new))
        .update(connection);
  }

  /** From the second column on: currency, money a day, money a month, calls a day. */
  static Budget budget(ResultSet row) throws SQLException {
    return new Budget(money(row, 3), money(row, 4), Rows.longOrNull(row, 5));
  }

  private static @Nullable Money money(ResultSet row, int column) throws SQLException {
    Long nanos = Rows.longOrNull(row, column);
    return nanos == null ? null : new Money(nanos, Rows.text(row, 2));
  }
}
