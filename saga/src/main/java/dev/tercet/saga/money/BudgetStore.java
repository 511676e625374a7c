package dev.tercet.saga.money;

/** The budgets. What was spent under them is what the spend ledger says, and nothing beside it. */
public interface BudgetStore {
  /** How that one stands, or would if there were one. */
  Standing find(BudgetScope scope);

  /**
   * Puts it in the place of the one there was, {@link Budget#NONE} for none; and calls what waited
   * for the former one.
   */
  Standing put(BudgetScope scope, Budget budget);
}
