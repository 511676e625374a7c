package dev.tercet.saga;

import org.jspecify.annotations.Nullable;

/**
 * Tells vectors apart that would spoil a collection: a NaN ranks first in every search, a zero
 * vector has no direction.
 */
public final class VectorCheck {
  private VectorCheck() {}

  /** What is wrong with a vector of a collection of that dimension, in words; null for nothing. */
  public static @Nullable String fault(float[] vector, int dimension) {
    if (vector.length != dimension) {
      return "a vector of " + vector.length + " numbers for a collection of " + dimension;
    }
    double squares = 0;
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        return "a vector with " + number + " in it";
      }
      squares += (double) number * number;
    }
    // Qdrant normalises in single precision, where very short and very long vectors vanish, too.
    float length = (float) squares;
    return length == 0 || length == Float.POSITIVE_INFINITY
        ? "a vector of zeros, or of a length beyond all measure, has no direction"
        : null;
  }
}
