package dev.tercet.pipeline.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts offsets of one text between code points and UTF-16 units, each in at most logarithmic
 * time after one linear pass.
 */
public final class CodePointOffsets {
  private final int lengthChar;
  private final int length;

  /** The UTF-16 unit of every surrogate pair's first half; null when there is none. */
  private final int @Nullable [] pairs;

  public CodePointOffsets(String text) {
    lengthChar = text.length();
    length = text.codePointCount(0, lengthChar);
    pairs = length == lengthChar ? null : pairsOf(text, lengthChar - length);
  }

  /** Code points in the text. */
  public int length() {
    return length;
  }

  /**
   * The code point that the UTF-16 unit belongs to; the second half of a pair belongs to the code
   * point after it, as an exclusive end does.
   *
   * @throws IndexOutOfBoundsException when the offset lies outside the text
   */
  public int toCodePoints(int offsetChar) {
    check(offsetChar, lengthChar);
    return pairs == null ? offsetChar : offsetChar - pairsBefore(pairs, offsetChar, false);
  }

  /**
   * The first UTF-16 unit of the code point.
   *
   * @throws IndexOutOfBoundsException when the offset lies outside the text
   */
  public int toChars(int offset) {
    check(offset, length);
    return pairs == null ? offset : offset + pairsBefore(pairs, offset, true);
  }

  /** Pairs that begin before the offset, which is in code points or in units. */
  private static int pairsBefore(int[] pairs, int offset, boolean points) {
    int low = 0;
    int high = pairs.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int pair = points ? pairs[middle] - middle : pairs[middle] + 1;
      if (pair < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int[] pairsOf(String text, int count) {
    int[] found = new int[count];
    int size = 0;
    for (int at = 0; at + 1 < text.length(); at++) {
      if (Character.isHighSurrogate(text.charAt(at))
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        found[size++] = at++;
      }
    }
    return Arrays.copyOf(found, size);
  }

  private static void check(int offset, int length) {
    if (offset < 0 || offset > length) {
      throw new IndexOutOfBoundsException("offset " + offset + " of a text of " + length);
    }
  }
}
