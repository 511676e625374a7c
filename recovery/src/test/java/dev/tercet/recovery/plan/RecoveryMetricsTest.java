package dev.tercet.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.RecoveryReport.Count;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecoveryMetricsTest {
  private static final UUID ID = new UUID(1, 1);
  private static final Scope EVERYTHING = new Scope.Everything();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RecoveryMetrics metrics = new RecoveryMetrics(meters);

  @Test
  void showsEveryKindOfDriftFromTheStart() {
    for (Drift kind : Drift.values()) {
      assertThat(items(kind)).isZero();
      assertThat(repairs(kind, "repaired")).isZero();
      assertThat(repairs(kind, "failed")).isZero();
    }
  }

  @Test
  void showsWhatTheNewestLookOverEverythingFound() {
    ended(EVERYTHING, Depth.TRIAGE, new Count(5, 3, 2));
    assertThat(items(Drift.MISSING_POINT)).isEqualTo(5);

    ended(EVERYTHING, Depth.TRIAGE, new Count(0, 0, 0));
    assertThat(items(Drift.MISSING_POINT)).isZero();
    assertThat(repairs(Drift.MISSING_POINT, "repaired")).isEqualTo(3);
    assertThat(repairs(Drift.MISSING_POINT, "failed")).isEqualTo(2);
  }

  @Test
  void takesNoWordOnPointsFromARunThatLooksOnlyAtQueues() {
    ended(EVERYTHING, Depth.TRIAGE, new Count(5, 0, 5));
    ended(EVERYTHING, Depth.QUEUES, new Count(0, 0, 0));

    assertThat(items(Drift.MISSING_POINT)).isEqualTo(5);
  }

  @Test
  void countsTheRepairsOfOneProjectButShowsOnlyTheWhole() {
    ended(new Scope.OfProject(ID), Depth.EXACT, new Count(4, 4, 0));

    assertThat(items(Drift.MISSING_POINT)).isZero();
    assertThat(repairs(Drift.MISSING_POINT, "repaired")).isEqualTo(4);
  }

  @Test
  void believesNoAllClearFromARunThatCouldNotReadAStore() {
    ended(EVERYTHING, Depth.TRIAGE, new Count(5, 0, 5));
    metrics.ended(
        new RecoveryRequest(EVERYTHING, Depth.TRIAGE, false, 10, false),
        report(new Count(0, 0, 0), List.of("QDRANT is away")));

    assertThat(items(Drift.MISSING_POINT)).isEqualTo(5);
  }

  @Test
  void countsClaimsThatWereTakenBackOutsideOfARun() {
    metrics.released(3);

    assertThat(repairs(Drift.DEAD_CLAIM, "repaired")).isEqualTo(3);
  }

  private void ended(Scope scope, Depth depth, Count missing) {
    metrics.ended(new RecoveryRequest(scope, depth, false, 10, false), report(missing, List.of()));
  }

  private static RecoveryReport report(Count missing, List<String> unread) {
    Map<Drift, Count> drift = new EnumMap<>(Drift.class);
    for (Drift kind : Drift.values()) {
      drift.put(kind, kind == Drift.MISSING_POINT ? missing : new Count(0, 0, 0));
    }
    return new RecoveryReport(
        ID,
        false,
        missing.failed() == 0,
        0,
        0,
        drift,
        0,
        missing.failed(),
        null,
        RecoveryReport.Trust.FULL,
        unread,
        Instant.EPOCH,
        Instant.EPOCH,
        List.of());
  }

  private double items(Drift kind) {
    return meters.get("tercet.drift.items").tag("class", kind.label()).gauge().value();
  }

  private double repairs(Drift kind, String outcome) {
    return meters
        .get("tercet.repairs")
        .tag("class", kind.label())
        .tag("outcome", outcome)
        .counter()
        .count();
  }
}
