package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.Ensured;
import dev.tercet.saga.port.PointStore.Selection;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectionTest {
  private final TestQdrant qdrant = new TestQdrant();
  private final PointStore store = qdrant.store(3);
  private final SamplePoints sample = new SamplePoints();

  @AfterEach
  void close() {
    qdrant.close();
  }

  private CollectionInfo info() {
    return qdrant
        .direct()
        .collections(stub ->
            stub.get(
                GetCollectionInfoRequest.newBuilder()
                    .setCollectionName(store.collection())
                    .build()))
        .getResult();
  }

  private void create(int dimension, Distance distance) {
    qdrant
        .direct()
        .collections(stub ->
            stub.create(
                CreateCollection.newBuilder()
                    .setCollectionName(store.collection())
                    .setVectorsConfig(
                        VectorsConfig.newBuilder()
                            .setParams(
                                VectorParams.newBuilder().setSize(dimension).setDistance(distance)))
                    .build()));
  }

  @Test
  void isCreatedOnceWithItsIndexes() {
    assertThat(store.exists()).isFalse();
    assertThat(store.ensureCollection()).isEqualTo(Ensured.CREATED);
    assertThat(store.exists()).isTrue();
    assertThat(store.ensureCollection()).isEqualTo(Ensured.PRESENT);
    assertThat(info().getPayloadSchemaMap())
        .containsOnlyKeys("project", "owner", "extraction", "bucket", "epoch");
  }

  @Test
  void isCreatedByOneOfSeveralProcessesThatStartAtOnce() throws Exception {
    List<Callable<Ensured>> starts =
        Stream.generate(() -> qdrant.store(3))
            .limit(4)
            .<Callable<Ensured>>map(it -> it::ensureCollection)
            .toList();
    List<Ensured> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Ensured> each : threads.invokeAll(starts)) {
        outcomes.add(each.get());
      }
    }
    assertThat(outcomes).containsOnlyOnce(Ensured.CREATED).hasSize(4);
  }

  @Test
  void getsTheIndexesThatItsCreatorDidNotLiveToMake() {
    create(3, Distance.Cosine);

    assertThat(store.ensureCollection()).isEqualTo(Ensured.PRESENT);

    store.upsert(sample.points(2));
    assertThat(store.bucketCounts().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(2);
  }

  @Test
  void isRefusedWithAnotherDimensionAndNeverDropped() {
    create(4, Distance.Cosine);

    assertThatThrownBy(store::ensureCollection)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(store.collection())
        .hasMessageContaining("4 dimensions");
    assertThat(info().getConfig().getParams().getVectorsConfig().getParams().getSize())
        .isEqualTo(4);
  }

  @Test
  void isRefusedWithAnotherDistance() {
    create(3, Distance.Dot);

    assertThatThrownBy(store::ensureCollection)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Dot");
  }

  @Test
  void isSpreadAsWantedAndEveryReplicaConfirmsUnlessLessIsWanted() {
    qdrant.spread(new Sharding(6, 3, 0), 3).ensureCollection();

    CollectionParams params = info().getConfig().getParams();
    assertThat(params.getShardNumber()).isEqualTo(6);
    assertThat(params.getReplicationFactor()).isEqualTo(3);
    assertThat(params.getWriteConsistencyFactor()).isEqualTo(3);
    assertThat(qdrant.spread(new Sharding(6, 3, 3), 3).ensureCollection())
        .isEqualTo(Ensured.PRESENT);
    assertThat(store.ensureCollection()).as("nothing wanted").isEqualTo(Ensured.PRESENT);
  }

  @Test
  void isRefusedWhenItIsSpreadInAnotherWay() {
    qdrant.spread(new Sharding(2, 2, 1), 3).ensureCollection();

    assertThatThrownBy(qdrant.spread(new Sharding(2, 3, 1), 3)::ensureCollection)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("replication factor 2, not 3");
    assertThatThrownBy(qdrant.spread(new Sharding(2, 2, 0), 3)::ensureCollection)
        .hasMessageContaining("write consistency factor 1, not 2");
    assertThatThrownBy(() -> new Sharding(1, 2, 3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isMissedByEveryCallWhenItIsAbsent() {
    List<ThrowingCallable> calls =
        List.of(
            () -> store.upsert(sample.points(1)),
            () -> store.remove(sample.ids(1), Long.MAX_VALUE),
            () -> store.remove(sample.ids(1), 5),
            () -> store.get(sample.ids(1)),
            () -> store.scroll(Selection.ALL, null, 10),
            () -> store.idsOf(List.of(sample.extraction()), null, 10),
            () -> store.bucketCounts(),
            () -> store.count(),
            () -> store.search(UUID.randomUUID(), new float[] {1, 0, 0}, 5, List.of(), List.of()));
    assertThat(calls)
        .allSatisfy(call ->
            assertThatThrownBy(call)
                .isInstanceOf(CollectionMissingException.class)
                .hasMessageContaining(store.collection()));
  }

  @Test
  void isMissedAfterItWasDroppedUnderneath() {
    store.ensureCollection();
    store.upsert(sample.points(1));
    qdrant.drop(store.collection());

    assertThatThrownBy(() -> store.upsert(sample.points(1)))
        .isInstanceOf(CollectionMissingException.class);
    assertThat(store.exists()).isFalse();
    assertThat(store.ensureCollection()).isEqualTo(Ensured.CREATED);
    assertThat(store.count()).isZero();
  }
}
