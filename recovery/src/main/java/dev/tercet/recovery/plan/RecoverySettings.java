package dev.tercet.recovery.plan;

import java.time.Duration;

/**
 * What bounds and paces recovery; the keys are {@code tercet.reconciler.*} unless named otherwise.
 *
 * @param interval between two sweeps
 * @param grace how long an orphan point stays in quarantine before it is removed
 * @param restoreGrace how long orphans wait for a person once Postgres has gone back
 * @param horizon within which every point has been compared exactly once by the rolling cursor
 * @param abortRatio refuse to repair points when more than this share of them looks wrong, 0 to 1
 * @param abortFloor up to this many wrong points the ratio says nothing
 * @param budget most repairs of one sweep
 * @param lease {@code tercet.worker.lease}: an older heartbeat is stale
 * @param maxCrashes {@code tercet.worker.max-crashes}
 * @param strandedIdle how long a delivered message may stay unclaimed
 * @param unpublishedAge how long a due row may stay pending before that is drift; longer than its
 *     publisher takes to note it and a relay to find it
 * @param requeueAfter how far claims may go beyond a message, in the time at which both were
 *     published, before it is looked for out of turn
 * @param secondLook how long after a confirmed removal a late write may still land: attempt
 *     deadline and call deadline
 * @param runs how many runs on request may be in progress at once in this process
 */
public record RecoverySettings(
    Duration interval,
    Duration grace,
    Duration restoreGrace,
    Duration horizon,
    double abortRatio,
    int abortFloor,
    int budget,
    Duration lease,
    int maxCrashes,
    Duration strandedIdle,
    Duration unpublishedAge,
    Duration requeueAfter,
    Duration secondLook,
    int runs) {

  /**
   * One minute, ten minutes, one day after a restore, one day, one half above 100 points, 10,000
   * repairs; a lease of 15 s, three crashes, three runs on request.
   */
  public static final RecoverySettings DEFAULT =
      new RecoverySettings(
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofDays(1),
          Duration.ofDays(1),
          0.5,
          100,
          10_000,
          Duration.ofSeconds(15),
          3,
          Duration.ofSeconds(30),
          Duration.ofSeconds(3),
          Duration.ofMinutes(1),
          Duration.ofMinutes(6),
          3);
}
