package dev.tercet.pipeline.provider.rules.values;

import org.jspecify.annotations.Nullable;

/**
 * A value found at a place of a passage.
 *
 * @param startChar first UTF-16 unit
 * @param endChar UTF-16 unit after the last
 * @param detail a finer kind where there is one: {@code person}, {@code organisation}, {@code
 *     iban}, {@code uuid}
 */
public record Found(
    ValueKind kind, int startChar, int endChar, Value value, @Nullable String detail) {

  static Found text(ValueKind kind, int startChar, int endChar, String normal) {
    return new Found(kind, startChar, endChar, new Value.Text(normal), null);
  }

  boolean overlaps(int otherStart, int otherEnd) {
    return startChar < otherEnd && otherStart < endChar;
  }
}
