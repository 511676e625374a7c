package dev.tercet.testkit.memory;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.testkit.memory.table.InScope;
import dev.tercet.testkit.memory.table.OrphanRow;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** First sights of orphan points. */
final class InMemoryOrphans implements OrphanStore {
  private final Tables tables;

  InMemoryOrphans(Tables tables) {
    this.tables = tables;
  }

  @Override
  public int seen(Collection<Orphan> orphans) {
    return tables.transact(() -> {
      int known = tables.orphans.size();
      orphans.forEach(orphan ->
          tables.orphans.putIfAbsent(orphan.point(), new OrphanRow(orphan, tables.now())));
      return tables.orphans.size() - known;
    });
  }

  @Override
  public List<Orphan> due(Duration grace, int limit) {
    return tables.transact(() ->
        tables.orphans.values().stream()
            .filter(row -> row.isOverdue(grace, tables.now()))
            .sorted(Comparator.comparing(OrphanRow::firstSeenAt))
            .limit(limit)
            .map(OrphanRow::orphan)
            .toList());
  }

  @Override
  public List<Orphan> overdue(Collection<UUID> points, Duration grace) {
    Set<UUID> wanted = Set.copyOf(points);
    return tables.transact(() ->
        tables.orphans.values().stream()
            .filter(row -> wanted.contains(row.orphan().point()))
            .filter(row -> row.isOverdue(grace, tables.now()))
            .map(OrphanRow::orphan)
            .toList());
  }

  @Override
  public void forget(Collection<UUID> points) {
    Set<UUID> gone = Set.copyOf(points);
    tables.transact(() -> tables.orphans.keySet().removeAll(gone));
  }

  @Override
  public List<UUID> ofBuckets(BucketSpan buckets, @Nullable UUID after, int limit) {
    return tables.transact(() ->
        tables.orphans.keySet().stream()
            .filter(point -> buckets.contains(EmbeddingId.bucket(point)))
            .filter(point -> InScope.isAfter(point, after))
            .sorted(EmbeddingId.ORDER)
            .limit(limit)
            .toList());
  }

  @Override
  public long count(int bucket) {
    return ofBuckets(BucketSpan.of(bucket), null, Integer.MAX_VALUE).size();
  }

  @Override
  public long count() {
    return tables.transact(() -> (long) tables.orphans.size());
  }
}
