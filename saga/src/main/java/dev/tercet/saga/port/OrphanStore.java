package dev.tercet.saga.port;

import dev.tercet.saga.id.BucketSpan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orphan points in quarantine: first sights live in Postgres (docs/protocol.md §8). */
public interface OrphanStore {

  /** A point as it was first seen; the delete carries that epoch. */
  record Orphan(UUID point, UUID extraction, long epoch) {}

  /** Quarantines those not yet known; returns how many were new. */
  int seen(Collection<Orphan> orphans);

  /** Those whose first sight is at least {@code grace} ago. */
  List<Orphan> due(Duration grace, int limit);

  /**
   * Those of these points that are in quarantine and were first seen at least {@code grace} ago.
   */
  List<Orphan> overdue(Collection<UUID> points, Duration grace);

  /** They are gone, or no orphans after all. */
  void forget(Collection<UUID> points);

  /** How many of this bucket are in quarantine. */
  long count(int bucket);

  /** Those in quarantine in these buckets, by id after {@code after} (null for the start). */
  List<UUID> ofBuckets(BucketSpan buckets, @Nullable UUID after, int limit);

  /** How many are in quarantine. */
  long count();
}
