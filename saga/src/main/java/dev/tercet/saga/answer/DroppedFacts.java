package dev.tercet.saga.answer;

import java.util.Locale;
import java.util.Map;

/**
 * Facts that were left out of an answer, whose others are good.
 *
 * @param counts how many, by what is wrong with them
 * @param told the first of them for a person, a JSON array; empty when there are none
 */
public record DroppedFacts(Map<Reason, Integer> counts, String told) {
  /** All of the answer is used. */
  public static final DroppedFacts NONE = new DroppedFacts(Map.of(), "");

  /** What is wrong with a fact. */
  public enum Reason {
    /** Its quote is not in the passage. */
    QUOTE,
    /** Its data are not valid by the schema. */
    SCHEMA,
    /** A number in its data is one that no store can keep. */
    NUMBER;

    /** The name in lower case, as the ledger and the metric write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DroppedFacts {
    counts = Map.copyOf(counts);
  }
}
