package dev.tercet.recovery.detect;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.PointStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Which buckets have another number of points than of rows. Both sides change while they are
 * counted, so a difference is counted again, one bucket on both sides within milliseconds, before
 * it is believed (docs/protocol.md §8).
 */
final class UnequalBuckets {
  private static final int ROUNDS = 4;

  /** Most points that one call counts. */
  private static final long AT_ONCE = 1_000_000;

  /** Among more than so many, a round that leaves nearly all of them is the last. */
  private static final int MANY = 64;

  private static final double NEARLY_ALL = 0.9;

  private final LedgerAudit ledger;
  private final PointStore points;
  private final OrphanStore orphans;
  private final String model;

  /** As many as the last look has counted; negative when there was none, or it failed. */
  private volatile long rows = -1;

  UnequalBuckets(LedgerAudit ledger, PointStore points, OrphanStore orphans, String model) {
    this.ledger = ledger;
    this.points = points;
    this.orphans = orphans;
    this.model = model;
  }

  /**
   * What one look has found.
   *
   * @param rows how many rows each bucket has
   * @param unequal which buckets must be compared
   * @param quarantined in the others: points too many that are known as orphans
   */
  record Look(Map<Integer, Long> rows, Set<Integer> unequal, Map<Integer, Long> quarantined) {
    /** How many rows there are in all. */
    long total() {
      return sum(rows);
    }

    long quarantinedAmong(IntPredicate buckets) {
      return quarantined.entrySet().stream()
          .filter(bucket -> buckets.test(bucket.getKey()))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  Look look() {
    Map<Integer, Long> here = new HashMap<>();
    Set<Integer> unequal = new TreeSet<>();
    for (BucketSpan span : spans()) {
      Map<Integer, Long> there = points.bucketCounts(span);
      here.putAll(ledger.bucketCounts(model, span));
      for (int bucket = span.first(); bucket < span.end(); bucket++) {
        if (!here.getOrDefault(bucket, 0L).equals(there.getOrDefault(bucket, 0L))) {
          unequal.add(bucket);
        }
      }
    }
    rows = sum(here);
    Map<Integer, Long> quarantined = new HashMap<>();
    boolean fewer = true;
    for (int round = 0; round < ROUNDS && fewer && !unequal.isEmpty(); round++) {
      int before = unequal.size();
      unequal.removeIf(bucket -> isEqual(bucket, quarantined));
      fewer = before <= MANY || unequal.size() < NEARLY_ALL * before;
    }
    return new Look(here, unequal, quarantined);
  }

  /** So many buckets at a time that no call counts more points than it can within a second. */
  private List<BucketSpan> spans() {
    long known = rows < 0 ? sum(ledger.bucketCounts(model)) : rows;
    rows = -1; // a look that fails, since there are more by now, is not made in the same way again
    long calls = Math.min(EmbeddingId.BUCKETS, Math.ceilDiv(Math.max(known, 1), AT_ONCE));
    return BucketSpan.ofLength(Math.ceilDiv(EmbeddingId.BUCKETS, (int) calls));
  }

  static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private boolean isEqual(int bucket, Map<Integer, Long> quarantined) {
    long there = points.bucketCounts(BucketSpan.of(bucket)).getOrDefault(bucket, 0L);
    long tooMany = there - ledger.bucketCount(bucket, model);
    if (tooMany > 0 && tooMany == orphans.count(bucket)) {
      quarantined.put(bucket, tooMany);
      return true;
    }
    return tooMany == 0;
  }
}
