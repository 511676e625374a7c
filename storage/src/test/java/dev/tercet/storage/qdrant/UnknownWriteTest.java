package dev.tercet.storage.qdrant;

import static dev.tercet.storage.qdrant.FaultyCalls.Fault.ANSWER_LATE;
import static dev.tercet.storage.qdrant.FaultyCalls.Fault.ANSWER_LOST;
import static dev.tercet.storage.qdrant.FaultyCalls.Fault.ONLY_ACKNOWLEDGED;
import static dev.tercet.storage.qdrant.FaultyCalls.Fault.REQUEST_LOST;
import static dev.tercet.storage.qdrant.SamplePoints.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.PointStore;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("§3: an upsert whose outcome is unknown is read back")
class UnknownWriteTest {
  private final TestQdrant qdrant = new TestQdrant();
  private final FaultyCalls wire = new FaultyCalls();
  private final PointStore store = qdrant.store(3, wire);
  private final SamplePoints sample = new SamplePoints();

  @BeforeEach
  void create() {
    store.ensureCollection();
  }

  @AfterEach
  void close() {
    qdrant.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER_LOST", "ANSWER_LATE", "ONLY_ACKNOWLEDGED"})
  void andBelievedWithoutWritingAgainWhenItTookEffect(FaultyCalls.Fault fault) {
    wire.plan(fault);

    store.upsert(List.of(sample.point(0)));

    assertThat(wire.sizes()).containsExactly(1);
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void andWrittenAgainWhenItTookNoEffect() {
    wire.plan(REQUEST_LOST, REQUEST_LOST);

    store.upsert(List.of(sample.point(0)));

    assertThat(wire.sizes()).containsExactly(1, 1, 1);
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void andWrittenAgainWhenAnOlderAttemptsPointStandsThere() {
    store.upsert(List.of(sample.point(0, EPOCH - 1, 1, 0, 0)));
    wire.plan(REQUEST_LOST);

    store.upsert(List.of(sample.point(0, EPOCH, 1, 0, 0)));

    assertThat(wire.sizes()).containsExactly(1, 1, 1);
    assertThat(payloadEpoch()).isEqualTo(EPOCH);
  }

  @Test
  void andBelievedWhenANewerAttemptsPointStandsThere() {
    qdrant.store(3).upsert(List.of(sample.point(0, EPOCH + 1, 1, 0, 0)));
    wire.plan(REQUEST_LOST);

    store.upsert(List.of(sample.point(0, EPOCH, 1, 0, 0)));

    assertThat(wire.sizes()).containsExactly(1);
    assertThat(payloadEpoch()).isEqualTo(EPOCH + 1);
  }

  @Test
  void timeAfterTime() {
    wire.plan(REQUEST_LOST, ANSWER_LATE);
    store.upsert(sample.points(1));
    wire.plan(ANSWER_LOST);
    store.upsert(sample.points(10));
    wire.plan(REQUEST_LOST, ONLY_ACKNOWLEDGED);
    store.upsert(sample.points(20));

    assertThat(store.count()).isEqualTo(20);
  }

  private long payloadEpoch() {
    var stored = Objects.requireNonNull(store.get(sample.ids(1)).get(sample.id(0)));
    return Objects.requireNonNull(stored.payload()).epoch();
  }
}
