package dev.tercet.acceptance.proof.scenario;

/** One thing that somebody does; what fails is tried again, as a caller or a loop would. */
@FunctionalInterface
public interface Step {
  void play(Run run);
}
