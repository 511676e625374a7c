package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.PointIdFactory;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpsertContractTest {
  @RegisterExtension final Engine engine = Engine.underContract();
  private final Sample sample = new Sample(engine);

  @Test
  void completesWhenItIsWaitedFor() {
    assertThat(sample.upsert(Sample.point(1, Map.of())).getStatus())
        .isEqualTo(UpdateStatus.Completed);
    assertThat(sample.count()).isEqualTo(1);
  }

  @Test
  void acknowledgesWhenNobodyWaits() {
    assertThat(
            engine
                .points()
                .upsert(sample.upserting(Sample.point(1, Map.of())).setWait(false).build())
                .getResult()
                .getStatus())
        .isEqualTo(UpdateStatus.Acknowledged);
  }

  @Test
  void numbersItsOperationsUpwards() {
    long first = sample.upsert(Sample.point(1, Map.of())).getOperationId();
    long second = sample.upsert(Sample.point(2, Map.of())).getOperationId();

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void refusesAnEmptyList() {
    assertThat(Engine.refusal(INVALID_ARGUMENT, () -> sample.upsert()))
        .isEqualTo("Bad request: Empty update request");
  }

  @Test
  void keepsTheSecondOfTwoPointsWithOneIdInABatch() {
    sample.upsert(
        Sample.point(3, Map.of("project", value("a")), 1, 0, 0),
        Sample.point(3, Map.of("project", value("b"), "bucket", value(2)), 0, 1, 0));

    assertThat(withVectors(Sample.id(3)))
        .satisfies(point -> {
          assertThat(point.getPayloadMap())
              .isEqualTo(Map.of("project", value("b"), "bucket", value(2)));
          assertThat(dense(point)).containsExactly(0f, 1f, 0f);
        });
    assertThat(sample.count()).isEqualTo(1);
  }

  @Test
  void refusesABatchWithAVectorOfAnotherDimensionAndStoresNothingOfIt() {
    assertThat(
            Engine.refusal(
                INVALID_ARGUMENT,
                () -> sample.upsert(Sample.point(1, Map.of()), Sample.point(2, Map.of(), 1, 0))))
        .isEqualTo("Wrong input: Vector dimension error: expected dim: 3, got 2");
    assertThat(sample.count()).isZero();
  }

  @Test
  void refusesABrokenUuid() {
    PointStruct point =
        Sample.point(1, Map.of()).toBuilder()
            .setId(PointId.newBuilder().setUuid("not-a-uuid"))
            .build();

    assertThat(Engine.refusal(INVALID_ARGUMENT, () -> sample.upsert(point)))
        .isEqualTo("Unable to parse UUID: not-a-uuid");
  }

  @Test
  void refusesAPointWithoutVectors() {
    PointStruct point = Sample.point(1, Map.of()).toBuilder().clearVectors().build();

    assertThat(Engine.refusal(INVALID_ARGUMENT, () -> sample.upsert(point)))
        .isEqualTo("Expected some vectors");
  }

  @Test
  void replacesTheWholePayload() {
    sample.upsert(Sample.point(1, Map.of("project", value("a"), "bucket", value(1))));
    sample.upsert(Sample.point(1, Map.of("generation", value(2))));

    assertThat(sample.get(Sample.id(1)).getFirst().getPayloadMap())
        .isEqualTo(Map.of("generation", value(2)));
  }

  @Test
  void givesCosineVectorsBackWithLengthOne() {
    sample.upsert(Sample.point(1, Map.of(), 1, 2, 2));

    assertThat(dense(withVectors(Sample.id(1))))
        .usingComparatorForType(
            (a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Float.compare(a, b), Float.class)
        .containsExactly(1 / 3f, 2 / 3f, 2 / 3f);
  }

  @Test
  void takesNumbersAsIds() {
    PointId number = PointIdFactory.id(42);
    sample.upsert(Sample.point(1, Map.of()).toBuilder().setId(number).build());

    assertThat(sample.get(number)).extracting(RetrievedPoint::getId).containsExactly(number);
  }

  @Test
  void takesAUuidInAnyCaseAndGivesItBackInLowerCase() {
    PointId shouted = PointId.newBuilder().setUuid("0197E0B1-AAAA-7000-8000-00000000000F").build();
    PointId spoken = PointId.newBuilder().setUuid("0197e0b1-aaaa-7000-8000-00000000000f").build();
    sample.upsert(Sample.point(1, Map.of()).toBuilder().setId(shouted).build());

    assertThat(sample.get(spoken)).extracting(RetrievedPoint::getId).containsExactly(spoken);
  }

  private RetrievedPoint withVectors(PointId id) {
    return engine
        .points()
        .get(
            GetPoints.newBuilder()
                .setCollectionName(engine.collection())
                .addIds(id)
                .setWithPayload(io.qdrant.client.WithPayloadSelectorFactory.enable(true))
                .setWithVectors(WithVectorsSelectorFactory.enable(true))
                .build())
        .getResult(0);
  }

  private static List<Float> dense(RetrievedPoint point) {
    return point.getVectors().getVector().getDense().getDataList();
  }
}
