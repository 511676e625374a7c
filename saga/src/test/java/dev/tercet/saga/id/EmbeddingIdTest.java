package dev.tercet.saga.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingIdTest {
  private static final UUID EXTRACTION = UUID.fromString("01901234-5678-7abc-8def-0123456789ab");

  /** The expected values come from Python's {@code uuid.uuid5} and {@code hashlib.sha256}. */
  @ParameterizedTest
  @CsvSource({
    "01901234-5678-7abc-8def-0123456789ab, 0, Dear Sir, minilm, 19d102f9-3d96-56f0-87ac-9d559f1c7edc, 413",
    "01901234-5678-7abc-8def-0123456789ab, 1, Dear Sir, minilm, 846b08c0-8d97-5144-8d2a-2aa213988eb9, 2118",
    "ffffffff-ffff-7fff-bfff-ffffffffffff, 2147483647, 橋 👩‍👩‍👧, text-embedding-3-small, 9e44a8ff-2dab-5d31-a887-2052e5f42643, 2532",
  })
  void derivesKnownIds(
      UUID extraction, int ordinal, String text, String model, UUID expected, int bucket) {
    UUID id = EmbeddingId.of(extraction, ordinal, Fingerprint.of(text), model);

    assertThat(id).isEqualTo(expected);
    assertThat(EmbeddingId.bucket(id)).isEqualTo(bucket);
  }

  @Test
  void hasTheLayoutOfVersionFive() {
    ids(500)
        .forEach(id -> {
          assertThat(id.version()).isEqualTo(5);
          assertThat(id.variant()).as("RFC 9562").isEqualTo(2);
        });
  }

  @Test
  void isAnotherPointForEveryOtherPart() {
    Fingerprint hash = Fingerprint.of("Dear Sir");
    Set<UUID> ids =
        new HashSet<>(
            List.of(
                EmbeddingId.of(EXTRACTION, 0, hash, "minilm"),
                EmbeddingId.of(new UUID(1, 1), 0, hash, "minilm"),
                EmbeddingId.of(EXTRACTION, 1, hash, "minilm"),
                EmbeddingId.of(EXTRACTION, 0, Fingerprint.of("Dear Madam"), "minilm"),
                EmbeddingId.of(EXTRACTION, 0, hash, "another")));

    assertThat(ids).hasSize(5);
    assertThat(EmbeddingId.of(EXTRACTION, 0, hash, "minilm")).as("derived, never drawn").isIn(ids);
  }

  @Test
  void spreadsOverTheBuckets() {
    Set<Integer> buckets = new HashSet<>();
    ids(20_000).forEach(id -> buckets.add(EmbeddingId.bucket(id)));

    assertThat(buckets).allMatch(bucket -> bucket >= 0 && bucket < EmbeddingId.BUCKETS);
    assertThat(buckets.size()).isGreaterThan(EmbeddingId.BUCKETS * 9 / 10);
  }

  @Test
  void takesTheBucketFromTheLeadingBits() {
    assertThat(EmbeddingId.bucket(new UUID(0, 0))).isZero();
    assertThat(EmbeddingId.bucket(new UUID(-1, -1))).isEqualTo(EmbeddingId.BUCKETS - 1);
    assertThat(EmbeddingId.bucket(UUID.fromString("80000000-0000-0000-0000-000000000000")))
        .isEqualTo(EmbeddingId.BUCKETS / 2);
  }

  @Test
  void ordersIdsAsTheirHexadecimalDigitsDo() {
    Random random = new Random(20261122);
    List<UUID> ids =
        Stream.generate(() -> new UUID(random.nextLong(), random.nextLong())).limit(1_000).toList();

    assertThat(ids.stream().sorted(EmbeddingId.ORDER))
        .containsExactlyElementsOf(
            ids.stream().sorted(Comparator.comparing(UUID::toString)).toList());
  }

  @Test
  void doesNotOrderIdsAsJavaDoes() {
    UUID low = UUID.fromString("00000000-0000-5000-8000-000000000000");
    UUID high = UUID.fromString("ffffffff-0000-5000-8000-000000000000");

    assertThat(EmbeddingId.ORDER.compare(low, high)).isNegative();
    assertThat(low.compareTo(high)).as("signed, so the other way round").isPositive();
    assertThat(EmbeddingId.ORDER.compare(low, low)).isZero();
  }

  @Test
  void keepsBucketsTogetherInItsOrder() {
    List<Integer> buckets = ids(2_000).sorted(EmbeddingId.ORDER).map(EmbeddingId::bucket).toList();

    assertThat(buckets).isSorted();
  }

  private static Stream<UUID> ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> EmbeddingId.of(EXTRACTION, n, Fingerprint.of("text " + n), "minilm"));
  }
}
