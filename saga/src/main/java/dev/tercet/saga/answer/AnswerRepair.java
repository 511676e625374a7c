package dev.tercet.saga.answer;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** What had to be mended before a model's answer could be read. */
public enum AnswerRepair {
  /** A byte order mark stood before it. */
  BOM,
  /** A reasoning block stood before it. */
  REASONING,
  /** It stood in a Markdown fence. */
  FENCE,
  /** Other words stood around it. */
  WORDS_AROUND,
  /** It was an array of facts without the object around it. */
  BARE_ARRAY,
  /** A comma stood before a closing bracket. */
  TRAILING_COMMA,
  /** It came as the arguments of a call of a tool. */
  TOOL_CALL,
  /** It came as a list of parts. */
  PARTS,
  /** It came in the field of the reasoning, and the content was empty. */
  REASONING_FIELD,
  /** It was cut off, and both halves of the passage were asked about. */
  HALVES;

  /** The name in lower case with dashes, as the ledger and the metric write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The labels, in the order of the values above, with commas. */
  public static String labels(Collection<AnswerRepair> repairs) {
    return repairs.stream()
        .distinct()
        .sorted()
        .map(AnswerRepair::label)
        .collect(Collectors.joining(", "));
  }
}
