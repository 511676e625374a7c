package dev.tercet.storage.postgres.answer;

import static java.util.Objects.requireNonNull;

import dev.tercet.saga.money.Admission;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.storage.postgres.answer.StartCall.Payer;
import dev.tercet.storage.postgres.answer.StartCall.Wanted;
import dev.tercet.storage.postgres.budget.HeldBudgets;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the budgets let begin of a batch of calls; nothing is asked where there are none. */
public final class StartBudgets {
  /** A call that was noted by an earlier try of the same batch is counted already. */
  private static final String NOTED =
      """
      SELECT c.id
        FROM model_call c
        JOIN unnest(?::uuid[], ?::uuid[]) AS i(extraction, id)
          ON i.extraction = c.extraction AND i.id = c.id
      """;

  private final Map<UUID, Money> reserved = new HashMap<>();

  private StartBudgets() {}

  /**
   * Holds the budgets of those that may begin, and says of each that finds none left that it may
   * not.
   *
   * @param starts of all of these; changed here
   */
  static StartBudgets of(
      Connection connection, List<Wanted> wanted, Map<UUID, Payer> payers, Map<UUID, Start> starts)
      throws SQLException {
    var budgets = new StartBudgets();
    List<Wanted> bounded =
        wanted.stream()
            .filter(it -> starts.get(it.call().id()) instanceof Start.Begun)
            .filter(it -> payer(it, payers).hasBudget())
            .toList();
    if (!bounded.isEmpty()) {
      budgets.admit(connection, bounded, payers, starts);
    }
    return budgets;
  }

  private static Payer payer(Wanted wanted, Map<UUID, Payer> payers) {
    return requireNonNull(payers.get(wanted.call().project()));
  }

  private static List<BudgetScope> scopes(Wanted wanted, Map<UUID, Payer> payers) {
    return List.of(
        new BudgetScope.Installation(),
        new BudgetScope.OfTenant(payer(wanted, payers).tenant()),
        new BudgetScope.OfProject(wanted.call().project()));
  }

  private void admit(
      Connection connection, List<Wanted> bounded, Map<UUID, Payer> payers, Map<UUID, Start> starts)
      throws SQLException {
    Set<BudgetScope> all = new HashSet<>();
    bounded.forEach(it -> all.addAll(scopes(it, payers)));
    Admission admission = HeldBudgets.hold(connection, all);
    Set<UUID> noted = noted(connection, bounded);
    List<Admission.Refusal> refusals = new ArrayList<>();
    for (Wanted it : bounded) {
      UUID call = it.call().id();
      if (noted.contains(call)) {
        continue;
      }
      List<BudgetScope> scopes = scopes(it, payers);
      Money expected = it.expected();
      Optional<Admission.Refusal> refusal = admission.admit(scopes, expected);
      if (refusal.isPresent()) {
        refusals.add(refusal.get());
        starts.put(call, new Start.OverBudget(refusal.get().scope(), refusal.get().rest()));
      } else if (expected != null && admission.boundsMoney(scopes)) {
        reserved.put(call, expected);
      }
    }
    if (!refusals.isEmpty()) {
      HeldBudgets.close(connection, refusals);
    }
  }

  private static Set<UUID> noted(Connection connection, List<Wanted> wanted) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NOTED)) {
      Columns.of(statement, wanted).uuids(it -> it.call().extraction()).uuids(it -> it.call().id());
      return new HashSet<>(Rows.list(statement, row -> Rows.uuid(row, 1)));
    }
  }

  /** What is reserved for the call: nothing unless a budget bounds its money. */
  long reservedNanos(Wanted wanted) {
    Money money = reserved.get(wanted.call().id());
    return money == null ? 0 : money.nanos().longValueExact();
  }
}
