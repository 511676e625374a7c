package dev.tercet.embedded.vector.query;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.VectorOutput;
import io.qdrant.client.grpc.Points.VectorsOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.util.BytesRef;

/**
 * The one vector of each point: checked on the way in, and of length 1 where cosine asks for it.
 *
 * @param size the number of dimensions
 * @param normalised whether their length is made 1, so that the product of two is their cosine
 */
public record PointVectors(int size, boolean normalised) {
  public static PointVectors of(VectorParams params) {
    return new PointVectors(
        Math.toIntExact(params.getSize()), params.getDistance() == Distance.Cosine);
  }

  /** Reads one number of a message without wrapping it. */
  @FunctionalInterface
  private interface Numbers {
    float at(int index);
  }

  /** The vector to store for a point. */
  public float[] of(PointStruct point) {
    return switch (point.getVectors().getVectorsOptionsCase()) {
      case VECTOR -> of(point.getVectors().getVector());
      case VECTORS -> throw VectorRefusal.unimplemented("named vectors");
      case VECTORSOPTIONS_NOT_SET -> throw expected();
    };
  }

  /** The refusal of a point without any. */
  public static VectorRefusal expected() {
    return VectorRefusal.invalid("Expected some vectors");
  }

  /** The vector to search for. */
  public float[] of(DenseVector vector) {
    return checked(vector.getDataCount(), vector::getData);
  }

  /** Checks and normalises what a caller sent. */
  private float[] checked(int count, Numbers numbers) {
    if (count != size) {
      throw VectorRefusal.invalid(
          "Wrong input: Vector dimension error: expected dim: " + size + ", got " + count);
    }
    float[] vector = new float[size];
    double squares = 0;
    for (int i = 0; i < size; i++) {
      vector[i] = numbers.at(i);
      squares += (double) vector[i] * vector[i];
    }
    if (!Double.isFinite(squares)) {
      throw VectorRefusal.invalid("Wrong input: Vector contains a number that is not finite");
    }
    if (squares == 0) {
      throw VectorRefusal.invalid("Wrong input: Vector has no direction: all its numbers are zero");
    }
    return normalised ? scaled(vector, 1 / Math.sqrt(squares)) : vector;
  }

  private static float[] scaled(float[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] * factor);
    }
    return vector;
  }

  @SuppressWarnings("deprecation") // older clients send the numbers this way, so a server reads it
  private float[] of(Vector vector) {
    return switch (vector.getVectorCase()) {
      case DENSE -> of(vector.getDense());
      case VECTOR_NOT_SET -> checked(vector.getDataCount(), vector::getData);
      case SPARSE, MULTI_DENSE, DOCUMENT, IMAGE, OBJECT ->
          throw VectorRefusal.unimplemented("any but dense vectors");
    };
  }

  /** As the index keeps it: the bytes of its numbers, the lowest first. */
  static BytesRef encode(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return new BytesRef(bytes.array());
  }

  /** Reads what {@link #encode} wrote. */
  static void decode(BytesRef bytes, float[] into) {
    ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(into);
  }

  static VectorsOutput output(float[] vector) {
    DenseVector.Builder dense = DenseVector.newBuilder();
    for (float number : vector) {
      dense.addData(number);
    }
    return VectorsOutput.newBuilder().setVector(VectorOutput.newBuilder().setDense(dense)).build();
  }
}
