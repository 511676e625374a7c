package dev.tercet.embedded.vector;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Reads the points of one segment; each column is opened when it is first asked, front to back. */
final class LeafPoints {
  private final LeafReader reader;
  private @Nullable NumericDocValues kind;
  private @Nullable NumericDocValues high;
  private @Nullable NumericDocValues low;
  private @Nullable NumericDocValues version;
  private @Nullable BinaryDocValues payload;
  private @Nullable FloatVectorValues vectors;
  private KnnVectorValues.@Nullable DocIndexIterator ordinals;

  LeafPoints(LeafReaderContext leaf) {
    this.reader = leaf.reader();
  }

  PointKey key(int document) throws IOException {
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
  BytesRef payload(int document) throws IOException {
    payload = payload == null ? DocValues.getBinary(reader, PointDocument.PAYLOAD) : payload;
    if (!payload.advanceExact(document)) {
      throw new IllegalStateException("A point without payload bytes");
    }
    return payload.binaryValue();
  }

  /** Valid until the next call. */
  float[] vector(int document) throws IOException {
    FloatVectorValues values = vectors;
    KnnVectorValues.DocIndexIterator iterator = ordinals;
    if (values == null || iterator == null) {
      values = reader.getFloatVectorValues(PointDocument.VECTOR);
      iterator = values == null ? null : values.iterator();
      vectors = values;
      ordinals = iterator;
    }
    if (values == null || iterator == null || !reaches(iterator, document)) {
      throw new IllegalStateException("A point without a vector");
    }
    return values.vectorValue(iterator.index());
  }

  private static boolean reaches(DocIdSetIterator iterator, int document) throws IOException {
    return iterator.docID() == document || iterator.advance(document) == document;
  }

  private static long number(NumericDocValues column, int document) throws IOException {
    if (!column.advanceExact(document)) {
      throw new IllegalStateException("A point without one of its numbers");
    }
    return column.longValue();
  }
}
