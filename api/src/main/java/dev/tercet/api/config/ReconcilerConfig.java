package dev.tercet.api.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How drift is found and how long ended work is kept.
 *
 * @param interval between two runs
 * @param grace between the two looks at an orphan point
 * @param restoreGrace how long orphan points wait once Postgres has gone back
 * @param horizon within which everything has been compared
 * @param abortRatio the share of wrong points above which a run is refused
 * @param budget repairs in one run
 * @param requeueAfter how far claims may go beyond a queued message before it is looked for out of
 *     turn
 * @param keepDone nothing for ever
 * @param keepSuperseded nothing as long as finished ones
 * @param keepFailed nothing for ever
 * @param keepAudit how long histories stay
 * @param purgeInterval between two looks for what is older than that
 */
public record ReconcilerConfig(
    Duration interval,
    Duration grace,
    Duration restoreGrace,
    Duration horizon,
    double abortRatio,
    int budget,
    Duration requeueAfter,
    Optional<Duration> keepDone,
    Optional<Duration> keepSuperseded,
    Optional<Duration> keepFailed,
    Duration keepAudit,
    Duration purgeInterval) {

  static ReconcilerConfig of(Values values) {
    return new ReconcilerConfig(
        values.duration("tercet.reconciler.interval", "100ms", "24h"),
        values.duration("tercet.reconciler.grace", "0ms", "30d"),
        values.duration("tercet.reconciler.restore-grace", "0ms", "365d"),
        values.duration("tercet.reconciler.horizon", "1m", "365d"),
        values.share("tercet.reconciler.abort-ratio"),
        (int) values.integer("tercet.reconciler.budget", 1, 1_000_000),
        values.duration("tercet.reconciler.requeue-after", "1s", "24h"),
        values.optionalDuration("tercet.retention.done", "1s", "3650d"),
        values.optionalDuration("tercet.retention.superseded", "1s", "3650d"),
        values.optionalDuration("tercet.retention.failed", "1s", "3650d"),
        values.duration("tercet.retention.audit", "1s", "3650d"),
        values.duration("tercet.retention.interval", "1s", "30d"));
  }
}
