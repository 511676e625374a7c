package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.Ensured;
import dev.tercet.saga.port.PointStore.Hit;
import dev.tercet.saga.port.PointStore.IndexMissingException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.FaultSweep;
import dev.tercet.testkit.fault.SimulatedCrash;
import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.KeywordIndexParams;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A collection that an earlier release has made, on its way to what is created now. */
class FormerCollectionTest {
  private final TestQdrant qdrant = new TestQdrant();
  private final PointStore store = qdrant.store(3);
  private final SamplePoints sample = new SamplePoints();

  @AfterEach
  void close() {
    qdrant.close();
  }

  /** As releases up to 1.0 created it. */
  private void createAsBefore(PointStore former) {
    qdrant
        .direct()
        .collections(stub ->
            stub.create(
                CreateCollection.newBuilder()
                    .setCollectionName(former.collection())
                    .setOnDiskPayload(true)
                    .setVectorsConfig(
                        VectorsConfig.newBuilder()
                            .setParams(
                                VectorParams.newBuilder().setSize(3).setDistance(Distance.Cosine)))
                    .build()));
    for (String word : List.of("project", "owner", "extraction")) {
      indexAsBefore(former, word, FieldType.FieldTypeKeyword);
    }
    indexAsBefore(former, "bucket", FieldType.FieldTypeInteger);
    indexAsBefore(former, "epoch", FieldType.FieldTypeInteger);
  }

  private void indexAsBefore(PointStore former, String field, FieldType type) {
    var order =
        CreateFieldIndexCollection.newBuilder()
            .setCollectionName(former.collection())
            .setFieldName(field)
            .setFieldType(type)
            .setWait(true);
    if (field.equals("project")) {
      order.setFieldIndexParams(
          PayloadIndexParams.newBuilder()
              .setKeywordIndexParams(KeywordIndexParams.newBuilder().setIsTenant(true)));
    }
    qdrant.direct().write(stub -> stub.createFieldIndex(order.build()));
  }

  private void assertAsCreatedNow(PointStore of) {
    CollectionInfo info = qdrant.info(of.collection());
    assertThat(info.getConfig().getHnswConfig().getM()).as("the graph is whole").isPositive();
    assertThat(info.getPayloadSchemaMap())
        .containsOnlyKeys("project", "owner", "extraction", "bucket", "epoch");
    assertThat(parameters(info, "project").getKeywordIndexParams().getIsTenant()).isTrue();
    assertThat(parameters(info, "project").getKeywordIndexParams().hasEnableHnsw()).isFalse();
    assertThat(parameters(info, "extraction").getKeywordIndexParams().hasEnableHnsw()).isFalse();
    KeywordIndexParams owner = parameters(info, "owner").getKeywordIndexParams();
    assertThat(owner.hasEnableHnsw() && !owner.getEnableHnsw()).isTrue();
    for (String number : List.of("bucket", "epoch")) {
      var numbers = parameters(info, number).getIntegerIndexParams();
      assertThat(numbers.hasEnableHnsw() && !numbers.getEnableHnsw()).as(number).isTrue();
    }
  }

  private static PayloadIndexParams parameters(CollectionInfo info, String field) {
    return info.getPayloadSchemaOrThrow(field).getParams();
  }

  private long counted(PointStore of) {
    return of.bucketCounts().values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void isCreatedNowWithoutLinksForWhatNobodySearchesBy() {
    assertThat(store.ensureCollection()).isEqualTo(Ensured.CREATED);

    assertAsCreatedNow(store);
  }

  @Test
  void becomesWhatIsCreatedNowAndKeepsItsPoints() {
    createAsBefore(store);
    store.upsert(sample.points(5));

    assertThat(store.ensureCollection()).isEqualTo(Ensured.PRESENT);

    assertAsCreatedNow(store);
    assertThat(counted(store)).isEqualTo(5);
  }

  @Test
  void isChangedByNothingButWhatIsNeededAndOnlyOnce() {
    createAsBefore(store);
    var first = new StruckCalls(FaultPlan.none());
    qdrant.store(3, first).ensureCollection();
    var second = new StruckCalls(FaultPlan.none());
    qdrant.store(3, second).ensureCollection();

    assertThat(first.names())
        .filteredOn(name -> !name.equals("Get"))
        .as("three indexes of five, none of which is ever away")
        .containsExactly("CreateFieldIndex", "CreateFieldIndex", "CreateFieldIndex");
    assertThat(second.names()).as("what is right is read and left").containsExactly("Get");
  }

  @Test
  void comesToItsEndWhateverHappensAtWhicheverCall() {
    int runs = FaultSweep.everyCallOf(this::upgradeUnder);

    assertThat(runs).isGreaterThan(6 * 3);
  }

  /** A process makes the change under the plan, perhaps dies; the next one ends it. */
  private void upgradeUnder(FaultPlan plan) {
    try (TestQdrant fresh = new TestQdrant()) {
      PointStore after = fresh.store(3);
      createAsBefore(after);
      after.upsert(sample.points(4));
      try {
        fresh.store(3, new StruckCalls(plan)).ensureCollection();
      } catch (SimulatedCrash | StoreUnavailableException _) {
        assertThat(plan.struck()).isPresent();
      }
      assertThat(after.search(sample.project(), new float[] {1, 0, 0}, 9, List.of(), List.of()))
          .extracting(Hit::embeddingId)
          .containsExactlyInAnyOrderElementsOf(sample.ids(4));
      after.upsert(sample.points(5));

      assertThat(after.ensureCollection()).isEqualTo(Ensured.PRESENT);

      assertAsCreatedNow(after);
      assertThat(counted(after)).isEqualTo(5);
      var later = new StruckCalls(FaultPlan.none());
      fresh.store(3, later).ensureCollection();
      assertThat(later.names()).containsExactly("Get");
    }
  }

  @Test
  void isChangedByManyAtOnce() throws Exception {
    createAsBefore(store);
    store.upsert(sample.points(5));
    List<Callable<Ensured>> starts =
        Stream.generate(() -> qdrant.store(3))
            .limit(4)
            .<Callable<Ensured>>map(it -> it::ensureCollection)
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Ensured> each : threads.invokeAll(starts)) {
        assertThat(each.get()).isEqualTo(Ensured.PRESENT);
      }
    }

    assertAsCreatedNow(store);
    assertThat(counted(store)).isEqualTo(5);
  }

  @Test
  void takesAnIndexOfAnEarlierReleaseThatComesMeanwhileForWhatItIs() {
    createAsBefore(store);
    store.ensureCollection();
    qdrant.dropIndex(store.collection(), "bucket");
    assertThatThrownBy(store::bucketCounts).isInstanceOf(IndexMissingException.class);
    indexAsBefore(store, "bucket", FieldType.FieldTypeInteger);
    assertThat(store.bucketCounts()).as("it serves as well").isEqualTo(Map.of());

    store.ensureCollection();

    assertAsCreatedNow(store);
  }

  @Test
  void staysAsItIsUnderAKeyThatMayNotChangeIt() {
    createAsBefore(store);
    store.upsert(sample.points(5));
    CollectionInfo before = qdrant.info(store.collection());
    var denied =
        new AnotherServer(
            message -> message,
            message ->
                message instanceof CreateFieldIndexCollection ? Status.PERMISSION_DENIED : null);

    assertThat(qdrant.store(3, denied).ensureCollection()).isEqualTo(Ensured.PRESENT);

    CollectionInfo after = qdrant.info(store.collection());
    assertThat(after.getConfig()).isEqualTo(before.getConfig());
    assertThat(after.getPayloadSchemaMap().keySet())
        .isEqualTo(before.getPayloadSchemaMap().keySet());
    assertThat(counted(store)).isEqualTo(5);
  }

  @Test
  void losesNoIndexOnAServerThatDoesNotKnowTheParameter() {
    createAsBefore(store);
    var older =
        new AnotherServer(
            message ->
                message instanceof CreateFieldIndexCollection order
                    ? order.toBuilder().clearFieldIndexParams().build()
                    : message,
            _ -> null);

    assertThat(qdrant.store(3, older).ensureCollection()).isEqualTo(Ensured.PRESENT);

    assertThat(older.names()).doesNotContain("DeleteFieldIndex");
    assertThat(qdrant.info(store.collection()).getPayloadSchemaMap())
        .containsOnlyKeys("project", "owner", "extraction", "bucket", "epoch");
  }

  @Test
  void isLeftWithAnErrorWhenTheServerGoesAwayInTheMiddle() {
    createAsBefore(store);
    var away =
        new AnotherServer(
            message -> message,
            message ->
                message instanceof CreateFieldIndexCollection ? Status.DEADLINE_EXCEEDED : null);

    assertThatThrownBy(qdrant.store(3, away)::ensureCollection)
        .isInstanceOf(StoreUnavailableException.class);

    store.ensureCollection();
    assertAsCreatedNow(store);
  }
}
