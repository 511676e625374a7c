package dev.tercet.embedded.vector;

import io.qdrant.client.grpc.Collections.Distance;
import org.apache.lucene.util.VectorUtil;

/** How two vectors of a collection are compared, and how Qdrant reports it. */
enum Metric {
  COSINE,
  DOT,
  EUCLID,
  MANHATTAN;

  static Metric of(Distance distance) {
    return switch (distance) {
      case Cosine -> COSINE;
      case Dot -> DOT;
      case Euclid -> EUCLID;
      case Manhattan -> MANHATTAN;
      case UnknownDistance, UNRECOGNIZED -> throw Refusal.invalid("Unknown distance");
    };
  }

  /** The score that Qdrant shows: a similarity, or a distance where smaller is better. */
  float score(float[] a, float[] b) {
    return switch (this) {
      case COSINE, DOT -> VectorUtil.dotProduct(a, b);
      case EUCLID -> (float) Math.sqrt(VectorUtil.squareDistance(a, b));
      case MANHATTAN -> manhattan(a, b);
    };
  }

  boolean largerIsBetter() {
    return switch (this) {
      case COSINE, DOT -> true;
      case EUCLID, MANHATTAN -> false;
    };
  }

  private static float manhattan(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }
}
