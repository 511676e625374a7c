package dev.tercet.testkit.memory.point;

import dev.tercet.saga.VectorCheck;

/** Checks vectors, and measures how alike two are. */
final class VectorMath {
  private VectorMath() {}

  /** Refuses a vector that is not finite, not of that length, or zero: it would break ranking. */
  static void check(float[] vector, int dimension) {
    String fault = VectorCheck.fault(vector, dimension);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
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
