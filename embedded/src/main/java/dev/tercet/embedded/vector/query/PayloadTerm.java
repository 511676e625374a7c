package dev.tercet.embedded.vector.query;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;

/**
 * How a value under a key of the payload becomes one term of the one field that finds them all: the
 * key, a zero, a letter for the type, the value in bytes that sort as the values do.
 */
enum PayloadTerm {
  KEYWORD('s'),
  /** A string that is too long for a term, found by its digest. */
  LONG_KEYWORD('t'),
  INTEGER('i');

  /** The field that holds the terms. */
  static final String FIELD = "term";

  /** Lucene takes 32,766 bytes for the whole term. */
  private static final int LONGEST = 30_000;

  private final char letter;

  PayloadTerm(char letter) {
    this.letter = letter;
  }

  /** The start of every term of this type under the key. */
  BytesRef prefix(String key) {
    return join(key, new byte[0]);
  }

  static BytesRef keyword(String key, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST
        ? KEYWORD.join(key, bytes)
        : LONG_KEYWORD.join(key, digest(bytes));
  }

  static BytesRef integer(String key, long value) {
    return INTEGER.join(key, sortable(value));
  }

  /** The integer at the end of a term with the given prefix. */
  static long integer(BytesRef term, BytesRef prefix) {
    return ByteBuffer.wrap(term.bytes, term.offset + prefix.length, Long.BYTES).getLong()
        ^ Long.MIN_VALUE;
  }

  private BytesRef join(String key, byte[] value) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] term = Arrays.copyOf(name, name.length + 2 + value.length);
    term[name.length + 1] = (byte) letter;
    System.arraycopy(value, 0, term, name.length + 2, value.length);
    if (term.length > LONGEST + 1_000) {
      throw VectorRefusal.invalid("Wrong input: a payload key is too long");
    }
    return new BytesRef(term);
  }

  private static byte[] sortable(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value ^ Long.MIN_VALUE).array();
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
