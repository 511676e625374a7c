package dev.tercet.acceptance.proof.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tercet.acceptance.proof.scenario.Endings;
import dev.tercet.acceptance.proof.scenario.Scenario;
import dev.tercet.acceptance.proof.scenario.Scenarios;
import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.testkit.fault.Fault;
import dev.tercet.testkit.fault.FaultPlan;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever call is struck, and however: the stores agree again, and nothing was lost or paid twice.
 */
@Tag("alone")
class FaultSweepTest {
  private static final int SAMPLE = 300;

  @Test
  void everyCallOfEveryScenarioMayFailInEveryWay() {
    int runs =
        Scenarios.all().parallelStream()
            .mapToInt(scenario -> Sweep.of(scenario, () -> Mutant.NONE))
            .sum();

    System.out.println("fault runs: " + runs);
    assertThat(runs).isGreaterThanOrEqualTo(2_000);
  }

  @Test
  void aDeletionBetweenTwoAttemptsOnWhatSharesAPassageCostsNoCall() {
    Sweep.undisturbed(Endings.sharedAnswer(), new World(Mutant.NONE));
  }

  @Test
  void twoFaultsInARowAreNoWorseThanOne() {
    List<Scenario> scenarios = Scenarios.all();
    for (int seed = 1; seed <= SAMPLE; seed++) {
      Random random = new Random(seed);
      Scenario scenario = scenarios.get(random.nextInt(scenarios.size()));
      int first = 1 + random.nextInt(40);
      int second = 1 + random.nextInt(70);
      Fault[] faults = Fault.values();
      Fault firstFault = faults[random.nextInt(faults.length)];
      Fault secondFault = faults[random.nextInt(faults.length)];

      assertThatCode(() ->
              Sweep.runTwiceStruck(
                  scenario, FaultPlan.at(first, firstFault), FaultPlan.at(second, secondFault)))
          .as("%s, %s at %d, then %s at %d", scenario, firstFault, first, secondFault, second)
          .doesNotThrowAnyException();
    }
  }
}
