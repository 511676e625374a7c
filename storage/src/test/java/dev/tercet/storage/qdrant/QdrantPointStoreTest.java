package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Hit;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QdrantPointStoreTest {
  private final TestQdrant qdrant = new TestQdrant();
  private final PointStore store = qdrant.store(3);
  private final SamplePoints sample = new SamplePoints();

  @BeforeEach
  void create() {
    store.ensureCollection();
  }

  @AfterEach
  void close() {
    qdrant.close();
  }

  @Test
  void givesBackWhatAPointCarries() {
    Point point = sample.point(0);
    store.upsert(List.of(point));

    assertThat(store.get(List.of(point.id(), UUID.randomUUID())))
        .isEqualTo(Map.of(point.id(), new StoredPoint(point.id(), qdrant.owner, point.payload())));
  }

  @Test
  void asksForNothingWhenThereIsNothingToAsk() {
    store.upsert(List.of());
    store.remove(List.of(), Long.MAX_VALUE);

    assertThat(store.get(List.of())).isEmpty();
    assertThat(store.scroll(Selection.ALL, null, 0)).isEmpty();
    assertThat(store.idsOf(List.of(), null, 5)).isEmpty();
    assertThat(store.search(sample.project(), new float[] {1, 0, 0}, 0, List.of(), List.of()))
        .isEmpty();
  }

  @Test
  void writesTheSamePointAgainWithoutAnyChange() {
    store.upsert(sample.points(3));
    store.upsert(sample.points(3));

    assertThat(store.count()).isEqualTo(3);
  }

  @Test
  void writesAPointThatIsTwiceInOneCall() {
    store.upsert(List.of(sample.point(0), sample.point(0)));

    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void removesPointsByIdTwice() {
    store.upsert(sample.points(3));
    List<UUID> ids = sample.ids(2);

    store.remove(ids, Long.MAX_VALUE);
    store.remove(ids, Long.MAX_VALUE);

    assertThat(store.get(sample.ids(3))).containsOnlyKeys(sample.id(2));
  }

  @Test
  void countsItsPointsByBucket() {
    store.upsert(sample.points(50));

    Map<Integer, Long> counts = store.bucketCounts();

    assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(50);
    assertThat(sample.ids(50))
        .allSatisfy(id -> assertThat(counts).containsKey(EmbeddingId.bucket(id)));
  }

  @Test
  void findsTheNearestFirst() {
    store.upsert(
        List.of(
            sample.point(0, 1, 1, 0, 0), sample.point(1, 1, 1, 1, 0), sample.point(2, 1, 0, 0, 1)));

    List<Hit> hits = store.search(sample.project(), new float[] {2, 0, 0}, 2, List.of(), List.of());

    assertThat(hits).extracting(Hit::embeddingId).containsExactly(sample.id(0), sample.id(1));
    assertThat(hits).extracting(Hit::extraction).containsOnly(sample.extraction());
    assertThat(hits.getFirst().score()).isCloseTo(1f, within(1e-5f));
    assertThat(hits.getLast().score()).isCloseTo(0.70710677f, within(1e-4f));
  }

  @Test
  void findsOnlyWhatTheSearchIsAbout() {
    SamplePoints sibling = sample.sibling();
    SamplePoints third = sample.sibling();
    SamplePoints elsewhere = new SamplePoints();
    for (SamplePoints each : List.of(sample, sibling, third, elsewhere)) {
      store.upsert(List.of(each.point(0, 1, 1, 0, 0)));
    }
    float[] query = {1, 0, 0};

    assertThat(store.search(sample.project(), query, 10, List.of(), List.of()))
        .extracting(Hit::extraction)
        .containsExactlyInAnyOrder(sample.extraction(), sibling.extraction(), third.extraction());
    assertThat(store.search(sample.project(), query, 10, List.of(), List.of(sample.extraction())))
        .extracting(Hit::extraction)
        .containsExactlyInAnyOrder(sibling.extraction(), third.extraction());
    assertThat(
            store.search(
                sample.project(),
                query,
                10,
                List.of(sample.extraction(), sibling.extraction(), elsewhere.extraction()),
                List.of(sample.extraction())))
        .extracting(Hit::extraction)
        .containsExactly(sibling.extraction());
  }

  @Test
  void refusesAQueryThatIsNoVectorOfTheCollection() {
    assertThatThrownBy(
            () -> store.search(sample.project(), new float[] {1, 0}, 5, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 numbers for a collection of 3");
  }

  @Test
  void namesItsCollection() {
    assertThat(store.collection()).endsWith("-hash-3");
  }
}
