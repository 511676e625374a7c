package dev.tercet.testkit.memory;

/** Checks vectors, and measures how alike two are. */
final class Vectors {
  private Vectors() {}

  /** Refuses a vector that is not finite, not of that length, or zero: it would break ranking. */
  static void check(float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "a vector of " + vector.length + " numbers for a collection of " + dimension);
    }
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException("a vector with " + number + " in it");
      }
    }
    if (norm(vector) == 0) {
      throw new IllegalArgumentException("a vector of zeros has no direction");
    }
  }

  /** Cosine similarity, -1 to 1. */
  static float cosine(float[] one, float[] other) {
    double product = 0;
    for (int at = 0; at < one.length; at++) {
      product += (double) one[at] * other[at];
    }
    return (float) (product / (norm(one) * norm(other)));
  }

  private static double norm(float[] vector) {
    double sum = 0;
    for (float number : vector) {
      sum += (double) number * number;
    }
    return Math.sqrt(sum);
  }
}
