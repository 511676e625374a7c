package dev.tercet.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FaultSweepTest {

  @Test
  void strikesEveryCallInEveryWay() {
    int runs = FaultSweep.everyCallOf(plan -> new SmallLife(plan, true).liveAndRecover());

    assertThat(runs).isEqualTo(1 + SmallLife.CALLS * Fault.values().length);
  }

  @Test
  void namesTheStrikeThatBreaksAProgram() {
    assertThatThrownBy(
            () -> FaultSweep.everyCallOf(plan -> new SmallLife(plan, false).liveAndRecover()))
        .as("a program that settles its message before it claims")
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("FaultPlan.at(")
        .hasMessageContaining("CRASH_AFTER), which strikes JobQueue.settle");
  }

  @Test
  void refusesAScenarioThatNeverUsesItsPlan() {
    assertThatThrownBy(() -> FaultSweep.everyCallOf(_ -> {}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no call");
  }
}
