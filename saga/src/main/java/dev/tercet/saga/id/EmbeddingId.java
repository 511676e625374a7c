package dev.tercet.saga.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.UUID;

/**
 * Derives the id of a passage's point (docs/protocol.md §1): the same passage always has the same
 * point (S5).
 */
public final class EmbeddingId {
  /** The name space of Tercet's points, drawn once and never changed. */
  private static final UUID NAMESPACE = UUID.fromString("7e9c3f0a-51d4-4b86-9d2e-3c5a7f10b8e6");

  /** How many leading bits of the id make its bucket. */
  public static final int BUCKET_BITS = 12;

  /** How many buckets there are; the limit of the facet that counts them. */
  public static final int BUCKETS = 1 << BUCKET_BITS;

  /**
   * The order of ids in Postgres and in Qdrant: as unsigned bytes. {@link UUID#compareTo} compares
   * signed halves and must not be used to walk two stores side by side.
   */
  public static final Comparator<UUID> ORDER =
      (one, other) -> {
        int high =
            Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
      };

  private EmbeddingId() {}

  /**
   * UUIDv5 (RFC 9562 section 5.5) of extraction, ordinal, hash of the passage's text and embedding
   * model.
   */
  public static UUID of(UUID extraction, int ordinal, Fingerprint contentHash, String model) {
    byte[] name =
        (extraction + "/" + ordinal + "/" + contentHash.hex() + "/" + model)
            .getBytes(StandardCharsets.UTF_8);
    MessageDigest sha1 = sha1();
    sha1.update(bytes(NAMESPACE));
    ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name));
    long high = (digest.getLong() & 0xffffffffffff0fffL) | 0x5000L;
    long low = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** The leading {@value #BUCKET_BITS} bits of the id, 0 to {@code BUCKETS - 1}. */
  public static int bucket(UUID embeddingId) {
    return (int) (embeddingId.getMostSignificantBits() >>> (64 - BUCKET_BITS));
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
