package dev.tercet.api.http.money;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.shape.BodyShape;
import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.Standing;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A budget as callers write it, and how it stands as answers show it. */
final class BudgetBody {
  /** Three amounts, and room for white space. */
  static final int LIMIT = 16 << 10;

  private BudgetBody() {}

  /**
   * The budget that a body says.
   *
   * @param currency in which calls are priced, and thus all money is
   */
  static Budget read(JsonNode body, String currency) {
    BodyShape.BUDGET_PUT.check(body);
    return new Budget(
        money(body, "perDay", currency),
        money(body, "perMonth", currency),
        body.has("calls") ? body.path("calls").longValue() : null);
  }

  private static @Nullable Money money(JsonNode body, String field, String currency) {
    if (!body.has(field)) {
      return null;
    }
    JsonNode money = body.path(field);
    if (!money.path("currency").textValue().equals(currency)) {
      throw Problem.at(
              ProblemCode.INVALID_BODY,
              "/" + field + "/currency",
              "calls are priced in " + currency + ", and so are budgets")
          .refusal();
    }
    return new Money(
        new BigDecimal(money.path("amount").textValue())
            .movePointRight(Money.PLACES)
            .toBigIntegerExact(),
        currency);
  }

  /** How it stands. */
  static ObjectNode view(Standing standing, String currency) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    Budget budget = standing.budget();
    put(view, "perDay", budget.perDay());
    put(view, "perMonth", budget.perMonth());
    if (budget.calls() != null) {
      view.put("calls", budget.calls());
    }
    String counted = budget.currency() == null ? currency : budget.currency();
    ObjectNode spent = view.putObject("spent");
    spent.put("callsToday", standing.outlay().callsToday());
    put(spent, "today", new Money(standing.outlay().nanosToday(), counted));
    put(spent, "thisMonth", new Money(standing.outlay().nanosThisMonth(), counted));
    Instant until = standing.until().orElse(null);
    if (until != null) {
      return view.put("state", "spent").put("until", until.toString());
    }
    return view.put("state", budget.isNone() ? "none" : "open");
  }

  private static void put(ObjectNode view, String field, @Nullable Money money) {
    if (money != null) {
      MoneyView.fill(view.putObject(field), money);
    }
  }
}
