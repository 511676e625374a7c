package dev.tercet.pipeline.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An expression on the JDK's backtracking engine, stopped after a budget of characters read. */
public record SteppedPattern(Pattern pattern) implements BoundedPattern {
  /** Characters that one search may read, about a millisecond or two. */
  static final int BUDGET = 100_000;

  static SteppedPattern compile(String expression) {
    return new SteppedPattern(Pattern.compile(expression));
  }

  @Override
  public @Nullable Range find(CharSequence text, int from) {
    Matcher matcher = pattern.matcher(new CountedText(text, new Budget()));
    try {
      return from <= text.length() && matcher.find(from)
          ? new Range(matcher.start(), matcher.end())
          : null;
    } catch (BudgetSpent | StackOverflowError hostile) {
      // Deep recursion of the engine is the other form of the same attack: no match.
      return null;
    }
  }

  /** Says that the search has read enough; it carries no stack, since it may happen often. */
  private static final class BudgetSpent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetSpent() {
      super("a search read more than " + BUDGET + " characters", null, false, false);
    }
  }

  /** What one search may still read. */
  private static final class Budget {
    private int left = BUDGET;

    void spend() {
      if (--left < 0) {
        throw new BudgetSpent();
      }
    }
  }

  /** Text that counts what is read of it; views share the budget. */
  private record CountedText(CharSequence text, Budget budget) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      budget.spend();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new CountedText(text.subSequence(start, end), budget);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
