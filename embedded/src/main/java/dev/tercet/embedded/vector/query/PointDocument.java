package dev.tercet.embedded.vector.query;

import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/** A point as a document of Lucene. */
public final class PointDocument {
  public static final String ID = "id";
  static final String PAYLOAD = "payload";
  static final String VECTOR = "vector";
  static final String VERSION = "version";
  static final String KIND = "id.kind";
  static final String HIGH = "id.high";
  static final String LOW = "id.low";

  /** Every segment keeps its points in id order, so that a scroll reads each from front to back. */
  public static final Sort ID_ORDER =
      new Sort(
          new SortField(KIND, SortField.Type.LONG),
          new SortField(HIGH, SortField.Type.LONG),
          new SortField(LOW, SortField.Type.LONG));

  private static final String NUMBERS = "number/";

  private final Document document = new Document();

  private PointDocument() {}

  public static Document of(PointKey key, Map<String, Value> payload, float[] vector) {
    PointDocument point = new PointDocument();
    point.document.add(new StringField(ID, key.toTerm(), Field.Store.NO));
    point.document.add(new NumericDocValuesField(KIND, key.kind()));
    point.document.add(new NumericDocValuesField(HIGH, key.high() ^ Long.MIN_VALUE));
    point.document.add(new NumericDocValuesField(LOW, key.low() ^ Long.MIN_VALUE));
    point.document.add(new BinaryDocValuesField(PAYLOAD, encode(payload)));
    point.document.add(new BinaryDocValuesField(VECTOR, PointVectors.encode(vector)));
    payload.forEach(point::index);
    return point.document;
  }

  /** Adds the number of the write that makes this the point's state. */
  public static void stamp(Document document, long version) {
    document.add(new NumericDocValuesField(VERSION, version));
  }

  /** The field with the numbers under a key, for ranges. */
  static String numbers(String key) {
    return NUMBERS + key;
  }

  /** In the bytes of a response, so that a read needs to do nothing but copy them. */
  private static BytesRef encode(Map<String, Value> payload) {
    return new BytesRef(RetrievedPoint.newBuilder().putAllPayload(payload).build().toByteArray());
  }

  /** A list matches when one of its elements does; no condition reads what lies deeper. */
  private void index(String key, Value value) {
    if (value.hasListValue()) {
      value.getListValue().getValuesList().forEach(element -> indexScalar(key, element));
    } else {
      indexScalar(key, value);
    }
  }

  private void indexScalar(String key, Value value) {
    switch (value.getKindCase()) {
      case STRING_VALUE -> term(PayloadTerm.keyword(key, value.getStringValue()));
      case INTEGER_VALUE -> {
        term(PayloadTerm.integer(key, value.getIntegerValue()));
        number(key, (double) value.getIntegerValue());
      }
      case DOUBLE_VALUE -> number(key, value.getDoubleValue());
      case BOOL_VALUE, NULL_VALUE, LIST_VALUE, STRUCT_VALUE, KIND_NOT_SET -> {
        // stored and shown; no condition that is served asks for it
      }
    }
  }

  /** Bounds of ranges arrive as doubles, so integers are compared exactly up to 2^53. */
  private void number(String key, double value) {
    document.add(new DoubleField(numbers(key), value, Field.Store.NO));
  }

  private void term(BytesRef term) {
    document.add(new StringField(PayloadTerm.FIELD, term, Field.Store.NO));
  }
}
