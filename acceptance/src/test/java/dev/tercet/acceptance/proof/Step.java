package dev.tercet.acceptance.proof;

/** One thing that somebody does; what fails is tried again, as a caller or a loop would. */
@FunctionalInterface
interface Step {
  void play(Run run);
}
