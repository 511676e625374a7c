package dev.tercet.storage.postgres.budget;

import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.BudgetStore;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.Standing;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.provider.PostgresProviderStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row for each budget. */
public final class PostgresBudgetStore implements BudgetStore {
  private static final Query FIND =
      Query.of(
          """
          SELECT scope, currency, day_nanos, month_nanos, day_calls
            FROM budget
           WHERE scope = :scope
          """);

  private static final Query PUT =
      Query.of(
          """
          INSERT INTO budget AS b (scope, currency, day_nanos, month_nanos, day_calls, changed_at)
          VALUES (:scope, :currency, :day::bigint, :month::bigint, :calls::bigint, clock_timestamp())
          ON CONFLICT (scope) DO UPDATE
             SET currency = excluded.currency, day_nanos = excluded.day_nanos,
                 month_nanos = excluded.month_nanos, day_calls = excluded.day_calls,
                 changed_at = excluded.changed_at
          """);

  private static final Query REMOVE = Query.of("DELETE FROM budget WHERE scope = :scope");

  private final Database database;

  public PostgresBudgetStore(Database database) {
    this.database = database;
  }

  @Override
  public Standing find(BudgetScope scope) {
    return database.read(connection -> find(connection, scope));
  }

  private static Standing find(Connection connection, BudgetScope scope) throws SQLException {
    Budget budget =
        FIND.with("scope", scope.label())
            .first(connection, HeldBudgets::budget)
            .orElse(Budget.NONE);
    return HeldBudgets.standing(scope, budget, BudgetSums.of(connection, List.of(scope)));
  }

  /**
   * The budget first, as whoever lets calls in holds it: he closes the state either before this
   * opens it, or under the new budget.
   */
  @Override
  public Standing put(BudgetScope scope, Budget budget) {
    return database.repeatable(connection -> {
      if (budget.isNone()) {
        REMOVE.with("scope", scope.label()).update(connection);
      } else {
        PUT.with("scope", scope.label())
            .with("currency", budget.currency())
            .with("day", nanos(budget.perDay()))
            .with("month", nanos(budget.perMonth()))
            .with("calls", budget.calls())
            .update(connection);
      }
      PostgresProviderStates.resume(connection, scope.awaited());
      return find(connection, scope);
    });
  }

  private static @Nullable Long nanos(@Nullable Money money) {
    return money == null ? null : money.nanos().longValueExact();
  }
}
