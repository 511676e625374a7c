package dev.tercet.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RunningRun.Phase;
import dev.tercet.saga.Scope;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunsInProgressTest {
  private static final UUID RUN = new UUID(1, 1);
  private static final Instant BEGAN = Instant.parse("2026-05-03T12:00:00Z");

  private final RunsInProgress runs = new RunsInProgress();
  private final Findings findings = new Findings(10);
  private final RecoveryRequest request =
      new RecoveryRequest(new Scope.OfProject(new UUID(2, 2)), Depth.EXACT, false, 10, false);

  @Test
  void showsHowFarARunHasCome() {
    try (var run = runs.begin(RUN, request, findings, BEGAN)) {
      findings.examinedExtractions(3);
      findings.examinedPoints(40);
      assertThat(runs.all())
          .containsExactly(
              new RunningRun(RUN, request.scope(), false, Phase.DETECTING, 3, 40, BEGAN));

      run.repairs();
      assertThat(runs.all()).extracting(RunningRun::phase).containsExactly(Phase.REPAIRING);
    }
  }

  @Test
  void forgetsARunThatHasEnded() {
    runs.begin(RUN, request, findings, BEGAN).close();

    assertThat(runs.all()).isEmpty();
  }

  @Test
  void showsTheOldestFirst() {
    try (var later = runs.begin(new UUID(3, 3), request, findings, BEGAN.plusSeconds(1));
        var earlier = runs.begin(RUN, request, findings, BEGAN)) {
      assertThat(runs.all())
          .extracting(RunningRun::startedAt)
          .containsExactly(earlier.startedAt(), later.startedAt());
    }
  }
}
