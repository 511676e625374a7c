package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.testkit.memory.point.InMemoryPointStore;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wall clock that is stepped by an hour moves no pass; what people are shown goes by it. */
class SteppedClockTest {
  private static final Duration INTERVAL = RecoverySettings.DEFAULT.interval();

  private final ModelScene scene = new ModelScene();

  /** A process whose sweep has found so much missing that a person is to judge. */
  private Recovery held() {
    Recovery process = scene.started();
    scene.finished(
        OLD,
        "book",
        IntStream.range(0, 150).mapToObj("chapter %d"::formatted).toArray(String[]::new));
    lose(scene.old);
    scene.clock.advance(Duration.ofMinutes(30));
    assertThat(process.sweepOnce(new UUID(1, 1)))
        .hasValueSatisfying(it -> assertThat(it.aborted()).isNotNull());
    return process;
  }

  private static void lose(InMemoryPointStore points) {
    points.remove(points.points().stream().map(StoredPoint::id).toList(), Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void aSweepThatWaitsForAPersonComesAgainAfterAnInterval(int hours) {
    Recovery process = held();
    scene.clock.advance(INTERVAL.minusSeconds(1));
    scene.wall.advance(Duration.ofHours(hours));

    assertThat(process.sweepOnce(new UUID(1, 2))).isEmpty();
    assertThat(process.nextSweep()).isEqualTo(scene.wall.instant().plusSeconds(1));

    scene.clock.advance(Duration.ofSeconds(1));
    assertThat(process.sweepOnce(new UUID(1, 3))).isPresent();
  }
}
