package dev.tercet.saga.money;

import java.util.UUID;

/** Whose calls of models a budget bounds. */
public sealed interface BudgetScope {
  /** Everybody's. */
  record Installation() implements BudgetScope {}

  /** All of a tenant. */
  record OfTenant(String tenant) implements BudgetScope {}

  /** Those of one project. */
  record OfProject(UUID project) implements BudgetScope {}

  /** As the ledger names it; in the order of these names budgets are locked. */
  default String label() {
    return switch (this) {
      case Installation() -> "installation";
      case OfTenant(var tenant) -> "tenant " + tenant;
      case OfProject(var project) -> "project " + project;
    };
  }

  /** What documents wait for when it is spent, where providers have their states. */
  default String awaited() {
    return AWAITED + label();
  }

  /** With which the names begin that no provider has. */
  String AWAITED = "budget: ";
}
