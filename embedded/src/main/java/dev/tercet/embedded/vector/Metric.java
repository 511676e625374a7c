package dev.tercet.embedded.vector;

import io.qdrant.client.grpc.Collections.Distance;
import org.apache.lucene.index.VectorSimilarityFunction;
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

  /** Whether Lucene's graph knows this metric; without one, every vector is compared. */
  boolean hasGraph() {
    return this != MANHATTAN;
  }

  /** What Lucene builds its graph with; vectors of cosine have length 1 by then. */
  VectorSimilarityFunction inLucene() {
    return switch (this) {
      case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
      case DOT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
      case EUCLID, MANHATTAN -> VectorSimilarityFunction.EUCLIDEAN;
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
