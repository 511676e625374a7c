package dev.tercet.embedded.vector;

import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.VectorOutput;
import io.qdrant.client.grpc.Points.VectorsOutput;
import java.util.List;

/**
 * The one vector of each point: checked on the way in, and of length 1 where cosine asks for it.
 *
 * @param size the number of dimensions
 */
record Vectors(int size, Metric metric) {
  /** The vector to store for a point. */
  float[] of(PointStruct point) {
    return switch (point.getVectors().getVectorsOptionsCase()) {
      case VECTOR -> checked(numbers(point.getVectors().getVector()));
      case VECTORS -> throw Refusal.unimplemented("named vectors");
      case VECTORSOPTIONS_NOT_SET -> throw Refusal.invalid("Expected some vectors");
    };
  }

  /** Checks and normalises what a caller sent. */
  float[] checked(List<Float> numbers) {
    if (numbers.size() != size) {
      throw Refusal.invalid(
          "Wrong input: Vector dimension error: expected dim: " + size + ", got " + numbers.size());
    }
    float[] vector = new float[size];
    double squares = 0;
    for (int i = 0; i < size; i++) {
      vector[i] = numbers.get(i);
      squares += (double) vector[i] * vector[i];
    }
    if (!Double.isFinite(squares)) {
      throw Refusal.invalid("Wrong input: Vector contains a number that is not finite");
    }
    if (squares == 0) {
      throw Refusal.invalid("Wrong input: Vector has no direction: all its numbers are zero");
    }
    return metric == Metric.COSINE ? scaled(vector, 1 / Math.sqrt(squares)) : vector;
  }

  private static float[] scaled(float[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] * factor);
    }
    return vector;
  }

  @SuppressWarnings("deprecation") // older clients send the numbers this way, so a server reads it
  private static List<Float> numbers(Vector vector) {
    return switch (vector.getVectorCase()) {
      case DENSE -> vector.getDense().getDataList();
      case VECTOR_NOT_SET -> vector.getDataList();
      case SPARSE, MULTI_DENSE, DOCUMENT, IMAGE, OBJECT ->
          throw Refusal.unimplemented("any but dense vectors");
    };
  }

  static VectorsOutput output(float[] vector) {
    DenseVector.Builder dense = DenseVector.newBuilder();
    for (float number : vector) {
      dense.addData(number);
    }
    return VectorsOutput.newBuilder().setVector(VectorOutput.newBuilder().setDense(dense)).build();
  }
}
