package dev.tercet.recovery.plan;

import dev.tercet.saga.Scope;
import java.time.Instant;
import java.util.UUID;

/**
 * How far a run has come that is under way in this process.
 *
 * @param runId of this run
 * @param scope which part of the stores
 * @param dryRun whether it changes nothing
 * @param phase what it does now
 * @param extractions rows looked at so far
 * @param points rows and points compared so far
 * @param startedAt when it began
 */
public record RunningRun(
    UUID runId,
    Scope scope,
    boolean dryRun,
    Phase phase,
    long extractions,
    long points,
    Instant startedAt) {

  /** What a run does. */
  public enum Phase {
    /** Comparing the stores. */
    DETECTING,
    /** Repairing what it found. */
    REPAIRING
  }
}
