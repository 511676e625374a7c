package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import io.qdrant.client.ValueFactory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForeignPointsTest {
  private final TestQdrant qdrant = new TestQdrant();
  private final PointStore store = qdrant.store(3);
  private final PointStore neighbour = qdrant.store(UUID.randomUUID(), 3);
  private final SamplePoints sample = new SamplePoints();
  private final SamplePoints theirs = new SamplePoints();
  private final UUID nobodys = UUID.randomUUID();

  @BeforeEach
  void fill() {
    store.ensureCollection();
    store.upsert(sample.points(3));
    neighbour.upsert(theirs.points(5));
    qdrant.plant(store.collection(), nobodys, TestQdrant.foreign(), 1, 1, 1);
  }

  @AfterEach
  void close() {
    qdrant.close();
  }

  @Test
  void areNotCounted() {
    assertThat(store.count()).isEqualTo(3);
    assertThat(neighbour.count()).isEqualTo(5);
    assertThat(store.bucketCounts().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(3);
  }

  @Test
  void areNotScrolledThrough() {
    assertThat(store.scroll(Selection.ALL, null, 100))
        .extracting(StoredPoint::id)
        .containsExactlyInAnyOrderElementsOf(sample.ids(3));
    assertThat(store.scroll(Selection.ofProject(theirs.project()), null, 100)).isEmpty();
  }

  @Test
  void areNotListedForRemoval() {
    assertThat(store.idsOf(List.of(theirs.extraction()), null, 100)).isEmpty();
    assertThat(neighbour.idsOf(List.of(theirs.extraction()), null, 100)).hasSize(5);
  }

  @Test
  void outliveTheRemovalOfEverythingOfOurs() {
    store.remove(
        store.scroll(Selection.ALL, null, 100).stream().map(StoredPoint::id).toList(),
        Long.MAX_VALUE);

    assertThat(store.count()).isZero();
    assertThat(neighbour.count()).isEqualTo(5);
    assertThat(store.get(List.of(nobodys))).hasSize(1);
  }

  @Test
  void areShownWithTheirOwnerWhenAskedForById() {
    assertThat(store.get(List.of(nobodys)))
        .isEqualTo(Map.of(nobodys, new StoredPoint(nobodys, null, null)));
    assertThat(store.get(theirs.ids(1)).values())
        .allSatisfy(it -> {
          assertThat(it.owner()).isNotNull().isNotEqualTo(qdrant.owner);
          assertThat(it.payload()).isNotNull();
        });
  }

  @Test
  void ofOursThatAreDamagedComeWithoutAPayload() {
    var owner = ValueFactory.value(qdrant.owner.toString());
    UUID damaged = UUID.randomUUID();
    qdrant.plant(
        store.collection(),
        damaged,
        Map.of(
            "owner", owner, "epoch", ValueFactory.value("late"), "bucket", ValueFactory.value(1)),
        1,
        0,
        0);

    assertThat(store.get(List.of(damaged)))
        .isEqualTo(Map.of(damaged, new StoredPoint(damaged, qdrant.owner, null)));
  }
}
