package dev.tercet.pipeline.attempt;

/** What the process and an attempt that it runs tell each other. */
public interface AttemptHold {
  /** True once the process gave the claim up; then nothing more is written for it. */
  boolean isDropped();

  /** From here on the attempt works for itself alone, and may be broken off at any time. */
  void working();

  /** From here on the attempt's end may be committed, and the answer on its way back to it. */
  void ending();
}
