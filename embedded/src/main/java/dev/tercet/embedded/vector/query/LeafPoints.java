package dev.tercet.embedded.vector.query;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Reads the points of one segment; each column is opened when it is first asked, front to back. */
public final class LeafPoints {
  private final LeafReader reader;
  private @Nullable NumericDocValues kind;
  private @Nullable NumericDocValues high;
  private @Nullable NumericDocValues low;
  private @Nullable NumericDocValues version;
  private @Nullable BinaryDocValues payload;
  private @Nullable BinaryDocValues vectors;
  private float @Nullable [] vector;

  public LeafPoints(LeafReaderContext leaf) {
    this.reader = leaf.reader();
  }

  public PointKey key(int document) throws IOException {
    kind = kind == null ? DocValues.getNumeric(reader, PointDocument.KIND) : kind;
    high = high == null ? DocValues.getNumeric(reader, PointDocument.HIGH) : high;
    low = low == null ? DocValues.getNumeric(reader, PointDocument.LOW) : low;
    return new PointKey(
        (byte) number(kind, document),
        number(high, document) ^ Long.MIN_VALUE,
        number(low, document) ^ Long.MIN_VALUE);
  }

  long version(int document) throws IOException {
    version = version == null ? DocValues.getNumeric(reader, PointDocument.VERSION) : version;
    return number(version, document);
  }

  /** Valid until the next call. */
  public BytesRef payload(int document) throws IOException {
    payload = payload == null ? DocValues.getBinary(reader, PointDocument.PAYLOAD) : payload;
    if (!payload.advanceExact(document)) {
      throw new IllegalStateException("A point without payload bytes");
    }
    return payload.binaryValue();
  }

  /** Valid until the next call. */
  public float[] vector(int document) throws IOException {
    vectors = vectors == null ? DocValues.getBinary(reader, PointDocument.VECTOR) : vectors;
    if (!vectors.advanceExact(document)) {
      throw new IllegalStateException("A point without a vector");
    }
    BytesRef bytes = vectors.binaryValue();
    vector = vector == null ? new float[bytes.length / Float.BYTES] : vector;
    PointVectors.decode(bytes, vector);
    return vector;
  }

  private static long number(NumericDocValues column, int document) throws IOException {
    if (!column.advanceExact(document)) {
      throw new IllegalStateException("A point without one of its numbers");
    }
    return column.longValue();
  }
}
