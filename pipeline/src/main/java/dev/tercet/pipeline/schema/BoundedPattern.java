package dev.tercet.pipeline.schema;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a user's schema that cannot take the machine hostage.
 *
 * <p>RE2 runs it in linear time. What RE2 cannot read (look-around, back references) or would blow
 * up (nested counts) runs on the JDK's engine with a budget of steps; a search that exceeds the
 * budget has found nothing.
 */
public sealed interface BoundedPattern permits LinearPattern, SteppedPattern {
  /** A longer expression is refused. */
  int LONGEST = 2_000;

  /** RE2 writes counts out; beyond this many atoms its time per character is no longer small. */
  int MOST_ATOMS = 1_000;

  /** The first match that begins at or after {@code from}, or null. */
  @Nullable Range find(CharSequence text, int from);

  /** A match, half-open, in UTF-16 units. */
  record Range(int start, int end) {}

  /**
   * Compiles an ECMA-262 expression.
   *
   * @throws java.util.regex.PatternSyntaxException when neither engine can read it
   */
  static BoundedPattern compile(String expression) {
    if (expression.length() > LONGEST) {
      throw new java.util.regex.PatternSyntaxException(
          "longer than " + LONGEST + " characters", expression.substring(0, 40), -1);
    }
    if (PatternSize.atoms(expression) <= MOST_ATOMS) {
      LinearPattern linear = LinearPattern.compile(expression);
      if (linear != null) {
        return linear;
      }
    }
    return SteppedPattern.compile(expression);
  }
}
