package dev.tercet.recovery.plan;

import dev.tercet.saga.Drift;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run found and did.
 *
 * @param runId of this run
 * @param dryRun nothing was changed
 * @param complete nothing is left over and every store was read
 * @param extractions rows looked at
 * @param points rows and points compared
 * @param drift per kind, every kind a key
 * @param quarantined orphans that wait for their grace to end
 * @param remaining found and not repaired
 * @param aborted why nothing was repaired, or null
 * @param trust whether orphans may be removed, and since when everything has been compared
 * @param unread what could not be read, one sentence per store
 * @param startedAt when the run began
 * @param finishedAt when it ended
 * @param items the first findings, at most {@value #MAX_ITEMS}
 */
public record RecoveryReport(
    UUID runId,
    boolean dryRun,
    boolean complete,
    long extractions,
    long points,
    Map<Drift, Count> drift,
    long quarantined,
    long remaining,
    @Nullable String aborted,
    Trust trust,
    List<String> unread,
    Instant startedAt,
    Instant finishedAt,
    List<Item> items) {
  /** A report stays readable: further findings are only counted. */
  public static final int MAX_ITEMS = 100;

  /**
   * Whether Postgres may be believed when it does not know a point.
   *
   * @param wentBackAt when it was found to be older than its newest run, as after a restore; null
   *     when it was not, or the grace for that is over
   * @param orphansWait why no orphan was removed; null when nothing stood in the way
   * @param verifiedThrough everything older in the run's project, or everywhere, has been compared
   *     since; null while that is not known
   */
  public record Trust(
      @Nullable Instant wentBackAt,
      @Nullable String orphansWait,
      @Nullable Instant verifiedThrough) {
    /** Nothing is known. */
    public static final Trust FULL = new Trust(null, null, null);
  }

  /** How many of one kind were found, repaired, and failed to be repaired. */
  public record Count(long found, long repaired, long failed) {}

  /** One finding: what, in which extraction, at which point. */
  public record Item(Drift drift, @Nullable UUID extraction, @Nullable UUID point) {}
}
