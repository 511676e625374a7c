package dev.tercet.api.http.money;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.saga.money.Money;

/** A sum of money as answers show it. */
public final class MoneyView {
  private MoneyView() {}

  /** Puts it into that object. */
  public static void fill(ObjectNode view, Money money) {
    view.put("amount", money.amount()).put("currency", money.currency());
  }
}
