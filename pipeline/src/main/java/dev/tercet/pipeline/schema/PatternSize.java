package dev.tercet.pipeline.schema;

import java.util.ArrayDeque;
import java.util.Deque;

/** Estimates how large an expression becomes once its counts are written out. */
public final class PatternSize {
  private static final int ENOUGH = 1_000_000;

  private final String expression;
  private int at;

  private PatternSize(String expression) {
    this.expression = expression;
  }

  /** Atoms after expansion, at most a million; right enough for broken expressions, too. */
  public static int atoms(String expression) {
    return new PatternSize(expression).count();
  }

  private int count() {
    Deque<long[]> open = new ArrayDeque<>();
    // What the group holds so far, and the size of its last atom.
    long[] group = {0, 0};
    while (at < expression.length()) {
      char unit = expression.charAt(at++);
      if (unit == '(') {
        open.push(group);
        group = new long[] {0, 0};
      } else if (unit == ')' && !open.isEmpty()) {
        long size = group[0] + group[1] + 1;
        group = open.pop();
        next(group, size);
      } else if (unit == '{') {
        group[1] = Math.min(ENOUGH, group[1] * largestCount());
      } else {
        skipAtom(unit);
        next(group, 1);
      }
    }
    long total = group[0] + group[1];
    while (!open.isEmpty()) {
      long[] outer = open.pop();
      total += outer[0] + outer[1];
    }
    return (int) Math.min(ENOUGH, total);
  }

  private static void next(long[] group, long size) {
    group[0] = Math.min(ENOUGH, group[0] + group[1]);
    group[1] = Math.min(ENOUGH, size);
  }

  private int largestCount() {
    int largest = 1;
    int number = 0;
    while (at < expression.length() && expression.charAt(at) != '}') {
      int digit = Character.digit(expression.charAt(at++), 10);
      number = digit < 0 ? 0 : Math.min(ENOUGH, number * 10 + digit);
      largest = Math.max(largest, number);
    }
    at++;
    return largest;
  }

  private void skipAtom(char unit) {
    if (unit == '\\' && at < expression.length()) {
      char escaped = expression.charAt(at++);
      if ("pPxu".indexOf(escaped) >= 0
          && at < expression.length()
          && expression.charAt(at) == '{') {
        int close = expression.indexOf('}', at);
        at = close < 0 ? expression.length() : close + 1;
      }
    } else if (unit == '[') {
      while (at < expression.length() && expression.charAt(at) != ']') {
        at += expression.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    }
  }
}
