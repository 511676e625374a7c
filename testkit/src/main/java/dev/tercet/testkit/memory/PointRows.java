package dev.tercet.testkit.memory;

import dev.tercet.saga.Passage;
import dev.tercet.saga.Scope;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.testkit.memory.table.InScope;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages of passages that have a point, in the orders in which recovery compares them. */
final class PointRows {
  private static final Comparator<PointRow> BY_KEY =
      Comparator.comparing(PointRow::extraction, EmbeddingId.ORDER)
          .thenComparingInt(PointRow::ordinal);
  private static final Comparator<PointRow> BY_POINT =
      Comparator.comparing(PointRow::embeddingId, EmbeddingId.ORDER);

  private final Tables tables;

  PointRows(Tables tables) {
    this.tables = tables;
  }

  private Stream<PointRow> all() {
    return tables.rows.values().stream()
        .flatMap(
            row -> tables.passagesOf(row.id()).values().stream().flatMap(it -> pointRow(row, it)));
  }

  private Stream<PointRow> all(String model) {
    return all().filter(row -> row.model().equals(model));
  }

  private Stream<PointRow> pointRow(Row row, Passage passage) {
    UUID point = passage.embeddingId();
    return point == null
        ? Stream.empty()
        : Stream.of(
            new PointRow(
                point,
                row.document().project(),
                row.id(),
                passage.ordinal(),
                row.document().generation(),
                passage.contentHash(),
                passage.model(),
                tables.isLiving(row),
                tables.standing(row),
                row.state().progress().epoch()));
  }

  List<PointRow> ofOthers(String model, @Nullable PointRow after, int limit) {
    return all()
        .filter(row -> !row.model().equals(model))
        .filter(row -> after == null || BY_KEY.compare(row, after) > 0)
        .sorted(BY_KEY)
        .limit(limit)
        .toList();
  }

  List<PointRow> page(Scope scope, String model, @Nullable PointRow after, int limit) {
    return all(model)
        .filter(row -> InScope.has(scope, row.project(), row.extraction()))
        .filter(row -> after == null || BY_KEY.compare(row, after) > 0)
        .sorted(BY_KEY)
        .limit(limit)
        .toList();
  }

  List<PointRow> ofBuckets(BucketSpan buckets, String model, @Nullable UUID after, int limit) {
    return all(model)
        .filter(row -> buckets.contains(EmbeddingId.bucket(row.embeddingId())))
        .filter(row -> InScope.isAfter(row.embeddingId(), after))
        .sorted(BY_POINT)
        .limit(limit)
        .toList();
  }

  Map<Integer, Long> bucketCounts(String model, BucketSpan buckets) {
    return all(model)
        .filter(row -> buckets.contains(EmbeddingId.bucket(row.embeddingId())))
        .collect(
            Collectors.groupingBy(
                row -> EmbeddingId.bucket(row.embeddingId()), Collectors.counting()));
  }

  List<PointRow> byId(Collection<UUID> points) {
    Set<UUID> wanted = Set.copyOf(points);
    return all().filter(row -> wanted.contains(row.embeddingId())).toList();
  }

  List<Passage> passages(Collection<UUID> points) {
    Set<UUID> wanted = Set.copyOf(points);
    return tables.passages.values().stream()
        .flatMap(passages -> passages.values().stream())
        .filter(it -> Stream.ofNullable(it.embeddingId()).anyMatch(wanted::contains))
        .toList();
  }
}
