package dev.tercet.cli.bench.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.Latencies;
import dev.tercet.cli.bench.count.Rounded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * When documents were posted and done, by one clock.
 *
 * @param turns when each one's turn to be posted came
 * @param doneAt when it was done; those that are not are missing
 */
public record LoadTimes(Map<String, Instant> turns, Map<String, Instant> doneAt) {
  private static final double MILLIS = 1_000;

  public LoadTimes {
    turns = Map.copyOf(turns);
    doneAt = Map.copyOf(doneAt);
  }

  /** Those that were done, though their clock was so far ahead. */
  public static LoadTimes of(
      Map<String, Instant> turns, Map<String, Instant> doneAt, Duration ahead) {
    Map<String, Instant> ours = new HashMap<>();
    doneAt.forEach((name, at) -> ours.put(name, at.minus(ahead)));
    return new LoadTimes(turns, ours);
  }

  /** How many were done, and how many a second from the first turn to the last end. */
  public void putRate(ObjectNode json) {
    json.put("done", doneAt.size());
    json.put("seconds", seconds());
    json.put("perSecond", perSecond(doneAt.size()));
  }

  /** So much of anything by the time from the first turn to the last end. */
  public double perSecond(long amount) {
    double seconds = seconds();
    return seconds == 0 ? 0 : Rounded.hundredths(amount / seconds);
  }

  private double seconds() {
    Instant first = first();
    Instant last = doneAt.values().stream().max(Instant::compareTo).orElse(first);
    return Duration.between(first, last).toMillis() / MILLIS;
  }

  /** When the first one's turn came. */
  public Instant first() {
    return turns.values().stream().min(Instant::compareTo).orElse(Instant.EPOCH);
  }

  /** From turn to end, of those whose turn was then. */
  public Latencies latencies(Predicate<Instant> then) {
    List<Duration> all = new ArrayList<>();
    turns.forEach((name, turn) -> {
      Instant done = doneAt.get(name);
      if (done != null && then.test(turn)) {
        all.add(Duration.between(turn, done));
      }
    });
    return Latencies.of(all);
  }
}
