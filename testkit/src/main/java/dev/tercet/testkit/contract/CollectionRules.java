package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.Ensured;
import dev.tercet.saga.port.PointStore.IndexMissingException;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The collection: created by one call only, dropped only when empty, and missed loudly. */
interface CollectionRules extends OnPoints {

  @Test
  @DisplayName("§8: only ensureCollection creates, and it tells when it did")
  default void createsTheCollectionOnce() {
    assertThat(points().store().exists()).isFalse();

    assertThat(points().store().ensureCollection()).isEqualTo(Ensured.CREATED);
    assertThat(points().store().ensureCollection()).isEqualTo(Ensured.PRESENT);

    assertThat(points().store().exists()).isTrue();
    assertThat(points().store().count()).isZero();
  }

  @Test
  @DisplayName("§8: many that ensure the collection at once all find it there afterwards")
  default void ensuresTheCollectionFromManyAtOnce() {
    List<Ensured> ensured =
        Race.all(
            Stream.generate(() -> points().store())
                .limit(4)
                .<Callable<Ensured>>map(store -> store::ensureCollection)
                .toList());

    assertThat(ensured).contains(Ensured.CREATED);
    assertThat(points().store().bucketCounts()).as("its indexes are there").isEmpty();
  }

  @Test
  @DisplayName("§8: a collection of another shape is refused, never dropped")
  default void refusesACollectionOfAnotherShape() {
    store().upsert(List.of(point(EXTRACTION, 0, 1)));

    assertThatThrownBy(() -> points().misfit().ensureCollection())
        .isInstanceOf(IllegalStateException.class);

    assertThat(store().count()).isEqualTo(1);
  }

  @Test
  @DisplayName("Drift: without a collection every call says so, and creates nothing")
  default void missesTheCollectionInEveryCall() {
    store().upsert(List.of(point(EXTRACTION, 0, 1)));
    points().loseCollection();
    UUID id = point(EXTRACTION, 0, 1).id();
    Map<String, Consumer<PointStore>> calls =
        Map.of(
            "upsert", store -> store.upsert(List.of(point(EXTRACTION, 0, 1))),
            "remove", store -> store.remove(List.of(id), Long.MAX_VALUE),
            "remove fenced", store -> store.remove(List.of(id), 1),
            "get", store -> store.get(List.of(id)),
            "scroll", store -> store.scroll(PointStore.Selection.ALL, null, 1),
            "idsOf", store -> store.idsOf(List.of(EXTRACTION), null, 1),
            "bucketCounts", PointStore::bucketCounts,
            "count", PointStore::count,
            "search", store -> store.search(PROJECT, direction(1, 0), 1, List.of(), List.of()));

    assertThat(calls)
        .allSatisfy((name, call) -> {
          ThrowingCallable onMissing = () -> call.accept(points().store());
          assertThatThrownBy(onMissing).as(name).isInstanceOf(CollectionMissingException.class);
        });
    assertThat(points().store().exists()).isFalse();
  }

  @Test
  @DisplayName("S1: a lost collection is created again, empty")
  default void createsALostCollectionAgain() {
    store().upsert(List.of(point(EXTRACTION, 0, 1)));

    points().loseCollection();

    assertThat(points().store().ensureCollection()).isEqualTo(Ensured.CREATED);
    assertThat(points().store().count()).isZero();
  }

  @Test
  @DisplayName("§8: without the index over buckets only counts by bucket fail, and say why")
  default void countsByBucketAgainOnceItsIndexIsBack() {
    UUID id = point(EXTRACTION, 0, 1).id();
    store().upsert(List.of(point(EXTRACTION, 0, 1)));
    points().loseBucketIndex();
    PointStore store = points().store();

    assertThatThrownBy(store::bucketCounts).isInstanceOf(IndexMissingException.class);
    store.upsert(List.of(point(EXTRACTION, 1, 1)));
    assertThat(store.count()).isEqualTo(2);
    assertThat(store.get(List.of(id))).containsKey(id);
    assertThat(
            store.scroll(
                new Selection(BucketSpan.of(EmbeddingId.bucket(id)), PROJECT), null, 1_000))
        .extracting(StoredPoint::id)
        .contains(id);
    assertThat(store.search(PROJECT, direction(1, 0), 2, List.of(), List.of())).hasSize(2);

    assertThat(store.ensureCollection()).isEqualTo(Ensured.PRESENT);
    assertThat(store.bucketCounts().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(2);
  }

  @Test
  @DisplayName("§8: a collection is dropped only when nobody has a point in it")
  default void dropsOnlyAnEmptyCollection() {
    store().upsert(List.of(point(EXTRACTION, 0, 1)));
    UUID id = point(EXTRACTION, 0, 1).id();

    assertThat(points().store().dropIfEmpty()).isFalse();
    assertThat(points().neighbour().dropIfEmpty()).as("the points of others count").isFalse();
    assertThat(points().store().count()).isEqualTo(1);

    points().store().remove(List.of(id), Long.MAX_VALUE);
    assertThat(points().store().dropIfEmpty()).isTrue();
    assertThat(points().store().exists()).isFalse();
    assertThat(points().store().dropIfEmpty()).as("what is gone").isTrue();
  }
}
