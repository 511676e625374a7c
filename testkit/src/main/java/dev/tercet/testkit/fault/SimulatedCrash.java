package dev.tercet.testkit.fault;

/**
 * The death of a process. It is an {@link Error} because no code may catch it and go on: whatever
 * catches {@code Throwable} in production code is found by {@link FaultPlan#callsAfterDeath}.
 */
public final class SimulatedCrash extends Error {
  SimulatedCrash(String where) {
    super("the process died " + where);
  }
}
