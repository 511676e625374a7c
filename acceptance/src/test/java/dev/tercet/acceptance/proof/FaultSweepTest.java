package dev.tercet.acceptance.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Whatever call is struck, and however: the stores agree again, and nothing was lost or paid twice.
 */
class FaultSweepTest {

  @Test
  void everyCallOfEveryScenarioMayFailInEveryWay() {
    int runs = 0;
    for (Scenario scenario : Scenarios.all()) {
      runs += Sweep.of(scenario, () -> Mutant.NONE);
    }

    System.out.println("fault runs: " + runs);
    assertThat(runs).isGreaterThanOrEqualTo(2_000);
  }
}
