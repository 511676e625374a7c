package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

/** A sum of money as people read it; empty when there is none. */
final class MoneyWords {
  private MoneyWords() {}

  static String of(JsonNode money) {
    return money.isObject()
        ? money.path("amount").asText() + " " + money.path("currency").asText()
        : "";
  }
}
