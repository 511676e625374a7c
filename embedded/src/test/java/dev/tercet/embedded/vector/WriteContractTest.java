package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static io.qdrant.client.ConditionFactory.hasId;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ConditionFactory.range;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.DeletePayloadPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WriteContractTest {
  /** Microseconds; one apart, and of 16 digits. */
  private static final long OLDER = 1_795_377_600_123_456L;

  private static final long NEWER = OLDER + 1;

  @RegisterExtension final Engine engine = Engine.underContract();
  private final Sample sample = new Sample(engine);

  @Test
  void deletesByIdAndIgnoresAbsentOnes() {
    sample.upsert(Sample.point(1, Map.of()), Sample.point(2, Map.of()));

    assertThat(sample.delete(Sample.selector(Sample.id(1), Sample.id(77))).getStatus())
        .isEqualTo(UpdateStatus.Completed);
    assertThat(sample.matching(Filter.getDefaultInstance())).containsExactly(Sample.id(2));
  }

  @Test
  void deletesByFilter() {
    sample.upsert(
        Sample.point(1, Map.of("project", value("r"))),
        Sample.point(2, Map.of("project", value("s"))));

    sample.delete(Sample.selector(Sample.must(matchKeyword("project", "r"))));

    assertThat(sample.matching(Filter.getDefaultInstance())).containsExactly(Sample.id(2));
  }

  @Test
  void refusesToDeleteAnEmptyList() {
    assertThat(Engine.refusal(INVALID_ARGUMENT, () -> sample.delete(Sample.selector())))
        .isEqualTo("Bad request: Empty update request");
  }

  @Test
  void deletesOnlyWhatIsNotNewerThanTheEpochThatWasSeen() {
    sample.upsert(
        Sample.point(1, Map.of("epoch", value(OLDER))),
        Sample.point(2, Map.of("epoch", value(NEWER))));

    sample.delete(
        Sample.selector(
            Sample.must(hasId(List.of(Sample.id(1), Sample.id(2))), atMost("epoch", OLDER))));

    assertThat(sample.matching(Filter.getDefaultInstance())).containsExactly(Sample.id(2));
  }

  @Test
  void keepsAnOlderWriterFromOverwriting() {
    sample.upsert(Sample.point(2, Map.of("epoch", value(NEWER))));

    assertThat(upsertUnder(atMost("epoch", OLDER), 2, OLDER)).isEqualTo(UpdateStatus.Completed);
    assertThat(payload(2)).isEqualTo(Map.of("epoch", value(NEWER)));
  }

  @Test
  void letsTheSameOrANewerWriterOverwrite() {
    sample.upsert(Sample.point(2, Map.of("epoch", value(OLDER), "old", value(true))));

    upsertUnder(atMost("epoch", NEWER), 2, NEWER);

    assertThat(payload(2)).isEqualTo(Map.of("epoch", value(NEWER)));
  }

  @Test
  void insertsANewIdWhateverTheGuardSays() {
    upsertUnder(atMost("epoch", OLDER), 5, NEWER);

    assertThat(sample.count()).isEqualTo(1);
  }

  @Test
  void guardsEachPointOfABatchByItself() {
    sample.upsert(
        Sample.point(1, Map.of("epoch", value(OLDER))),
        Sample.point(2, Map.of("epoch", value(NEWER))));

    engine
        .points()
        .upsert(
            sample
                .upserting(
                    Sample.point(1, Map.of("by", value("me"))),
                    Sample.point(2, Map.of("by", value("me"))),
                    Sample.point(3, Map.of("by", value("me"))))
                .setUpdateFilter(Sample.must(atMost("epoch", OLDER)))
                .build());

    assertThat(sample.matching(Sample.must(matchKeyword("by", "me"))))
        .containsExactly(Sample.id(1), Sample.id(3));
  }

  @Test
  void seesItsOwnLatestWriteWhenItGuardsTheNext() {
    for (int epoch = 1; epoch <= 20; epoch++) {
      upsertUnder(atMost("epoch", epoch), 1, epoch);
      upsertUnder(atMost("epoch", epoch - 1), 1, epoch - 1);
    }
    sample.delete(Sample.selector(Sample.must(atMost("epoch", 20))));
    upsertUnder(atMost("epoch", 3), 1, 4);

    assertThat(payload(1)).isEqualTo(Map.of("epoch", value(4)));
  }

  @Test
  void setsSomeKeysOfAPayload() {
    sample.upsert(Sample.point(1, Map.of("a", value(1), "b", value(2))));

    engine.points().setPayload(setting(1, Map.of("b", value("x"), "c", value(true))));

    assertThat(payload(1)).isEqualTo(Map.of("a", value(1), "b", value("x"), "c", value(true)));
    assertThat(sample.matching(Sample.must(matchKeyword("b", "x")))).hasSize(1);
  }

  @Test
  void refusesToSetThePayloadOfAMissingPoint() {
    assertThat(
            Engine.refusal(
                NOT_FOUND, () -> engine.points().setPayload(setting(777, Map.of("a", value(1))))))
        .startsWith("Not found: No point with id ")
        .endsWith(" found");
  }

  @Test
  void overwritesAPayload() {
    sample.upsert(Sample.point(1, Map.of("a", value(1))));

    engine.points().overwritePayload(setting(1, Map.of("b", value(2))));

    assertThat(payload(1)).isEqualTo(Map.of("b", value(2)));
  }

  @Test
  void removesKeysOfAPayload() {
    sample.upsert(Sample.point(1, Map.of("a", value(1), "b", value(2))));

    engine
        .points()
        .deletePayload(
            DeletePayloadPoints.newBuilder()
                .setCollectionName(engine.collection())
                .setWait(true)
                .addKeys("a")
                .setPointsSelector(Sample.selector(Sample.id(1)))
                .build());
    assertThat(payload(1)).isEqualTo(Map.of("b", value(2)));
  }

  private SetPayloadPoints setting(int point, Map<String, Value> payload) {
    return SetPayloadPoints.newBuilder()
        .setCollectionName(engine.collection())
        .setWait(true)
        .putAllPayload(payload)
        .setPointsSelector(Sample.selector(Sample.id(point)))
        .build();
  }

  private UpdateStatus upsertUnder(Condition guard, int point, long epoch) {
    return engine
        .points()
        .upsert(
            sample
                .upserting(Sample.point(point, Map.of("epoch", value(epoch))))
                .setUpdateFilter(Sample.must(guard))
                .build())
        .getResult()
        .getStatus();
  }

  private static Condition atMost(String key, long bound) {
    return range(key, Range.newBuilder().setLte((double) bound).build());
  }

  private Map<String, Value> payload(int point) {
    List<RetrievedPoint> found = sample.get(Sample.id(point));
    return found.getFirst().getPayloadMap();
  }
}
