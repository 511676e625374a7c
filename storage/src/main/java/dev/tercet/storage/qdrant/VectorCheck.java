package dev.tercet.storage.qdrant;

import dev.tercet.saga.Point;

/**
 * Refuses vectors that Qdrant would take but that spoil the collection: a NaN ranks first in every
 * search, a zero vector has no direction.
 */
final class VectorCheck {
  private VectorCheck() {}

  /** Throws {@link IllegalArgumentException} that names the point when its vector is unfit. */
  static void check(Point point, int dimension) {
    check("point " + point.id(), point.vector(), dimension);
  }

  static void check(String whose, float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          whose + ": a vector of " + vector.length + " numbers for a collection of " + dimension);
    }
    double squares = 0;
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException(whose + ": a vector with " + number + " in it");
      }
      squares += (double) number * number;
    }
    // Qdrant normalises in single precision, where very short and very long vectors vanish, too.
    float length = (float) squares;
    if (length == 0 || length == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          whose + ": a vector of zeros, or of a length beyond all measure, has no direction");
    }
  }
}
