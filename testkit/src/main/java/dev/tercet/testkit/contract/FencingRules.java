package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Writes and removals of points, fenced by epochs (docs/protocol.md §4 and §6). */
interface FencingRules extends OnPoints {
  /** Epochs have 16 digits: they must be compared exactly. */
  long EPOCH = 1_795_377_600_123_456L;

  @Test
  @DisplayName("S4: a point that was written is there, with its whole payload")
  default void keepsWhatWasWritten() {
    Point point = point(EXTRACTION, 3, EPOCH);

    store().upsert(List.of(point));

    assertThat(stored(store(), point.id()).payload()).isEqualTo(point.payload());
    assertThat(stored(store(), point.id()).owner()).isNotNull();
    assertThat(store().count()).isEqualTo(1);
  }

  @Test
  @DisplayName("S5: writing the same points again changes nothing")
  default void writesTwiceWithoutHarm() {
    List<Point> points = manyPoints(EXTRACTION, 5);
    store().upsert(points);

    store().upsert(points);

    assertThat(store().count()).isEqualTo(5);
  }

  @Test
  @DisplayName("S3: a point of a higher epoch is not overwritten, even by one microsecond")
  default void keepsThePointOfAHigherEpoch() {
    Point newer = point(EXTRACTION, 0, EPOCH + 1);
    store().upsert(List.of(newer));

    store().upsert(List.of(withHash(point(EXTRACTION, 0, EPOCH), "stale")));

    assertThat(stored(store(), newer.id()).payload()).isEqualTo(newer.payload());
  }

  @Test
  @DisplayName("Drift: a stale point of the same or a lower epoch is overwritten")
  default void overwritesAStalePoint() {
    Point stale = withHash(point(EXTRACTION, 0, EPOCH), "stale");
    store().upsert(List.of(stale));
    Point right = point(EXTRACTION, 0, EPOCH);

    store().upsert(List.of(right));
    assertThat(stored(store(), right.id()).payload()).isEqualTo(right.payload());

    Point later = point(EXTRACTION, 0, EPOCH + 1);
    store().upsert(List.of(later));
    assertThat(stored(store(), right.id()).payload()).isEqualTo(later.payload());
  }

  @Test
  @DisplayName("S3: in one batch of several epochs each point has its own fence")
  default void fencesEachPointOfABatch() {
    Point first = point(EXTRACTION, 0, EPOCH + 5);
    Point second = point(EXTRACTION, 1, EPOCH);
    store().upsert(List.of(first, second));

    store()
        .upsert(
            List.of(
                withHash(point(EXTRACTION, 0, EPOCH + 4), "late"),
                withHash(point(EXTRACTION, 1, EPOCH + 1), "newer")));

    assertThat(stored(store(), first.id()).payload()).isEqualTo(first.payload());
    assertThat(stored(store(), second.id()).payload())
        .isEqualTo(withHash(point(EXTRACTION, 1, EPOCH + 1), "newer").payload());
  }

  @Test
  @DisplayName("§6: a point that is absent is inserted, whatever its epoch")
  default void insertsAnAbsentPointOfAnyEpoch() {
    store().upsert(List.of(point(EXTRACTION, 0, EPOCH)));
    store().remove(List.of(point(EXTRACTION, 0, EPOCH).id()), Long.MAX_VALUE);

    store().upsert(List.of(point(EXTRACTION, 0, 1)));

    assertThat(store().count()).isEqualTo(1);
  }

  @Test
  @DisplayName("S3: of writers at once the highest epoch stands")
  default void letsTheHighestEpochStand() {
    store().upsert(List.of(point(EXTRACTION, 0, EPOCH)));
    List<Callable<Boolean>> writers =
        IntStream.range(0, 24)
            .<Callable<Boolean>>mapToObj(n ->
                () -> {
                  store().upsert(List.of(point(EXTRACTION, 0, EPOCH + (n * 7) % 24)));
                  return true;
                })
            .toList();

    Race.all(writers);

    assertThat(stored(store(), point(EXTRACTION, 0, 1).id()).payload())
        .isEqualTo(point(EXTRACTION, 0, EPOCH + 23).payload());
  }

  @Test
  @DisplayName("§6: points are removed by id; absent ones are fine")
  default void removesById() {
    List<Point> points = manyPoints(EXTRACTION, 5);
    store().upsert(points);
    List<UUID> ids = points.stream().map(Point::id).limit(3).toList();

    store().remove(ids, Long.MAX_VALUE);
    store().remove(ids, Long.MAX_VALUE);

    assertThat(store().get(points.stream().map(Point::id).toList()).keySet())
        .containsExactlyInAnyOrderElementsOf(points.stream().map(Point::id).skip(3).toList());
  }

  @Test
  @DisplayName("§6: a removal up to an epoch leaves newer points")
  default void leavesNewerPointsAlone() {
    Point old = point(EXTRACTION, 0, EPOCH);
    Point newer = point(EXTRACTION, 1, EPOCH + 1);
    store().upsert(List.of(old, newer));

    store().remove(List.of(old.id(), newer.id()), EPOCH);

    assertThat(store().get(List.of(old.id(), newer.id())).keySet()).containsExactly(newer.id());
  }

  @Test
  @DisplayName("S7: empty lists are no requests")
  default void doesNothingWithEmptyLists() {
    store().upsert(List.of());
    store().remove(List.of(), Long.MAX_VALUE);
    store().remove(List.of(), 1);

    assertThat(store().get(List.of())).isEqualTo(Map.of());
    assertThat(store().count()).isZero();
  }

  @Test
  @DisplayName("Flow: many who write at once each have their points when they return")
  default void confirmsEachOfManyWriters() {
    List<Callable<Integer>> writers =
        IntStream.range(0, 30)
            .<Callable<Integer>>mapToObj(n ->
                () -> {
                  List<Point> mine = manyPoints(OnPoints.extraction(n), 4);
                  store().upsert(mine);
                  return store().get(mine.stream().map(Point::id).toList()).size();
                })
            .toList();

    assertThat(Race.all(writers)).containsOnly(4);
    assertThat(store().count()).isEqualTo(120);
  }

  private static Point withHash(Point point, String hashed) {
    Point.Payload payload = point.payload();
    return new Point(
        point.id(),
        point.vector(),
        new Point.Payload(
            payload.project(),
            payload.extraction(),
            payload.ordinal(),
            payload.generation(),
            payload.epoch(),
            Fingerprint.of(hashed),
            payload.model()));
  }
}
