package dev.tercet.testkit.fault;

import java.util.List;

/** Strikes every call of a scenario in every way, one run for each. */
public final class FaultSweep {
  private FaultSweep() {}

  /**
   * One life of a process under {@code plan}, and what must come of it: it builds fresh stores,
   * runs (a {@link SimulatedCrash} ends that run), restarts without faults, recovers, and checks.
   */
  @FunctionalInterface
  public interface Scenario {
    void run(FaultPlan plan);
  }

  /**
   * Runs the scenario once without a fault to count its calls, then for each call and each fault.
   * The first run that fails is named by its call and its fault, which is all it takes to repeat
   * it.
   *
   * @return how many runs it took
   */
  public static int everyCallOf(Scenario scenario) {
    FaultPlan undisturbed = FaultPlan.none();
    scenario.run(undisturbed);
    List<String> calls = undisturbed.calls();
    if (calls.isEmpty()) {
      throw new AssertionError("the scenario makes no call through the plan it was given");
    }
    int runs = 1;
    for (int call = 1; call <= calls.size(); call++) {
      for (Fault fault : Fault.values()) {
        runOnce(scenario, call, calls.get(call - 1), fault);
        runs++;
      }
    }
    return runs;
  }

  private static void runOnce(Scenario scenario, int call, String name, Fault fault) {
    try {
      scenario.run(FaultPlan.at(call, fault));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "FaultPlan.at("
              + call
              + ", "
              + fault
              + "), which strikes "
              + name
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
