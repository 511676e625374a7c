package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Counting and walking, as the comparison with Postgres needs it (ARCHITECTURE.md, drift). */
interface ScrollRules extends OnPoints {

  @Test
  @DisplayName("Drift: points come in the order of their ids as unsigned bytes")
  default void walksInUnsignedOrder() {
    List<Point> points = manyPoints(EXTRACTION, 100);
    store().upsert(points);

    assertThat(store().scroll(Selection.ALL, null, 1_000))
        .extracting(StoredPoint::id)
        .containsExactlyElementsOf(sortedIds(points));
  }

  @Test
  @DisplayName("Drift: page after page shows every point once")
  default void walksPageByPage() {
    List<Point> points = manyPoints(EXTRACTION, 50);
    store().upsert(points);

    List<UUID> walked = new ArrayList<>();
    @Nullable UUID from = null;
    for (int page = 0; page < 10; page++) {
      List<StoredPoint> found = store().scroll(Selection.ALL, from, 8);
      walked.addAll(
          found.stream().map(StoredPoint::id).filter(id -> !walked.contains(id)).toList());
      from = found.isEmpty() ? null : found.getLast().id();
    }

    assertThat(walked).containsExactlyElementsOf(sortedIds(points));
  }

  @Test
  @DisplayName("Drift: a walk begins at the first id that is not below the given one")
  default void beginsAtTheGivenId() {
    List<Point> points = manyPoints(EXTRACTION, 10);
    store().upsert(points);
    List<UUID> ids = sortedIds(points);
    store().remove(List.of(ids.get(4)), Long.MAX_VALUE);

    assertThat(store().scroll(Selection.ALL, ids.get(3), 2))
        .extracting(StoredPoint::id)
        .containsExactly(ids.get(3), ids.get(5));
    assertThat(store().scroll(Selection.ALL, ids.get(4), 1))
        .extracting(StoredPoint::id)
        .containsExactly(ids.get(5));
  }

  @Test
  @DisplayName("Drift: one bucket is walked alone, and counts are exact")
  default void countsAndWalksByBucket() {
    List<Point> points = manyPoints(EXTRACTION, 200);
    store().upsert(points);
    Map<Integer, Long> expected =
        points.stream()
            .map(point -> EmbeddingId.bucket(point.id()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    int bucket = EmbeddingId.bucket(points.getFirst().id());

    assertThat(store().bucketCounts()).isEqualTo(expected);
    BucketSpan some = new BucketSpan(bucket, Math.min(bucket + 500, EmbeddingId.BUCKETS));
    Map<Integer, Long> inThem = new HashMap<>(expected);
    inThem.keySet().removeIf(it -> !some.contains(it));
    assertThat(store().bucketCounts(some)).isEqualTo(inThem);
    assertThat(store().bucketCounts(BucketSpan.of(bucket)))
        .containsExactly(Map.entry(bucket, expected.getOrDefault(bucket, 0L)));
    assertThat(store().count()).isEqualTo(200);
    assertThat(store().scroll(new Selection(BucketSpan.of(bucket), null), null, 1_000))
        .hasSize(expected.getOrDefault(bucket, 0L).intValue())
        .allMatch(point -> EmbeddingId.bucket(point.id()) == bucket);
    assertThat(store().scroll(new Selection(some, null), null, 1_000))
        .hasSize((int) inThem.values().stream().mapToLong(Long::longValue).sum())
        .allMatch(point -> some.contains(EmbeddingId.bucket(point.id())));
  }

  @Test
  @DisplayName("§1: points of another installation are neither counted nor walked")
  default void leavesTheNeighboursPointsAlone() {
    Point ours = point(EXTRACTION, 0, 1);
    Point theirs = point(OnPoints.extraction(9), 0, 1);
    store().upsert(List.of(ours));
    points().neighbour().upsert(List.of(theirs));

    assertThat(store().count()).isEqualTo(1);
    assertThat(store().bucketCounts()).containsOnlyKeys(EmbeddingId.bucket(ours.id()));
    assertThat(store().scroll(Selection.ALL, null, 10))
        .extracting(StoredPoint::id)
        .containsExactly(ours.id());
    assertThat(stored(store(), theirs.id()).owner())
        .as("looked at by id, it shows its owner")
        .isNotNull()
        .isNotEqualTo(stored(store(), ours.id()).owner());
    assertThat(points().neighbour().count()).isEqualTo(1);
  }

  @Test
  @DisplayName("§6: the points of an extraction are found, page after page")
  default void findsThePointsOfAnExtraction() {
    List<Point> mine = manyPoints(EXTRACTION, 12);
    store().upsert(mine);
    store().upsert(manyPoints(OnPoints.extraction(2), 12));
    List<UUID> ids = sortedIds(mine);

    assertThat(store().idsOf(List.of(EXTRACTION), null, 5)).isEqualTo(ids.subList(0, 5));
    assertThat(store().idsOf(List.of(EXTRACTION), ids.get(4), 5)).isEqualTo(ids.subList(5, 10));
    assertThat(store().idsOf(List.of(EXTRACTION), ids.get(9), 5)).isEqualTo(ids.subList(10, 12));
    assertThat(store().idsOf(List.of(EXTRACTION), ids.get(11), 5)).isEmpty();
  }

  @Test
  @DisplayName("§6: the points of several extractions are found together, in order")
  default void findsThePointsOfSeveralExtractions() {
    List<Point> mine = new ArrayList<>(manyPoints(EXTRACTION, 5));
    mine.addAll(manyPoints(OnPoints.extraction(2), 5));
    store().upsert(mine);
    store().upsert(manyPoints(OnPoints.extraction(3), 5));

    assertThat(store().idsOf(List.of(EXTRACTION, OnPoints.extraction(2)), null, 100))
        .isEqualTo(sortedIds(mine));
    assertThat(store().idsOf(List.of(), null, 100)).isEmpty();
  }

  @Test
  @DisplayName("Drift: one project's points are walked alone")
  default void walksTheProjectAlone() {
    UUID otherProject = new UUID(5, 5);
    Point theirs = point(otherProject, OnPoints.extraction(7), 0, 1, direction(1, 0));
    store().upsert(manyPoints(EXTRACTION, 5));
    store().upsert(List.of(theirs));

    assertThat(store().scroll(Selection.ofProject(otherProject), null, 10))
        .extracting(StoredPoint::id)
        .containsExactly(theirs.id());
    assertThat(store().scroll(Selection.ofProject(PROJECT), null, 10)).hasSize(5);
  }

  private static List<UUID> sortedIds(List<Point> points) {
    return points.stream().map(Point::id).sorted(EmbeddingId.ORDER).toList();
  }
}
