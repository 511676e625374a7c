package dev.tercet.cli.bench.count;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Durations as people compare them.
 *
 * @param sorted the shortest first
 */
public record Latencies(List<Duration> sorted) {
  private static final double NANOS_PER_TENTH_OF_A_MILLI = 100_000;
  private static final double TENTHS = 10;

  public Latencies {
    sorted = sorted.stream().sorted().toList();
  }

  /** Of these durations, in any order. */
  public static Latencies of(Collection<Duration> durations) {
    return new Latencies(List.copyOf(durations));
  }

  /**
   * The duration that this share of all does not exceed (the nearest rank); zero when there are
   * none.
   *
   * @param share above 0 and up to 1
   */
  public Duration percentile(double share) {
    if (sorted.isEmpty()) {
      return Duration.ZERO;
    }
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.clamp(rank, 1, sorted.size()) - 1);
  }

  /** In milliseconds, to a tenth. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("p50", millis(percentile(0.5)))
        .put("p95", millis(percentile(0.95)))
        .put("p99", millis(percentile(0.99)))
        .put("max", millis(percentile(1)));
  }

  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / NANOS_PER_TENTH_OF_A_MILLI) / TENTHS;
  }
}
