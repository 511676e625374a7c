package dev.tercet.embedded.vector.query;

import io.qdrant.client.grpc.Common.PointId;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.lucene.util.BytesRef;

/**
 * The id of a point, in Qdrant's order: numbers before uuids, each by their unsigned bytes.
 *
 * @param kind 0 for a number, 1 for a uuid
 * @param high the first eight bytes of a uuid, otherwise 0
 * @param low the last eight bytes of a uuid, or the number
 */
public record PointKey(byte kind, long high, long low) implements Comparable<PointKey> {
  static final byte NUMBER = 0;
  static final byte UUID_KIND = 1;
  private static final int LENGTH = 1 + 2 * Long.BYTES;
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}");
  private static final Pattern DASHES = Pattern.compile("-");

  public static PointKey of(PointId id) {
    return switch (id.getPointIdOptionsCase()) {
      case NUM -> new PointKey(NUMBER, 0, id.getNum());
      case UUID -> ofUuid(id.getUuid());
      case POINTIDOPTIONS_NOT_SET -> throw VectorRefusal.invalid("No ID options provided");
    };
  }

  private static PointKey ofUuid(String text) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw VectorRefusal.invalid("Unable to parse UUID: " + text);
    }
    String digits = DASHES.matcher(text).replaceAll("");
    return new PointKey(
        UUID_KIND,
        Long.parseUnsignedLong(digits, 0, 16, 16),
        Long.parseUnsignedLong(digits, 16, 32, 16));
  }

  public PointId toPointId() {
    return kind == NUMBER
        ? PointId.newBuilder().setNum(low).build()
        : PointId.newBuilder().setUuid(new UUID(high, low).toString()).build();
  }

  /** As bytes whose order is the order of the keys. */
  public BytesRef toTerm() {
    return new BytesRef(ByteBuffer.allocate(LENGTH).put(kind).putLong(high).putLong(low).array());
  }

  @Override
  public int compareTo(PointKey other) {
    int byKind = Byte.compare(kind, other.kind);
    int byHigh = byKind != 0 ? byKind : Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return kind == NUMBER ? Long.toUnsignedString(low) : new UUID(high, low).toString();
  }
}
