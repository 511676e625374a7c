package dev.tercet.cli.bench.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was counted up to a moment. What is not known has no name in the maps.
 *
 * @param cpuMillis by process; the load's own is apart from the JVM's
 * @param counts by what is counted
 * @param atNanos of {@link System#nanoTime}
 */
public record CostReading(
    Map<String, Double> cpuMillis, Map<String, Double> counts, JvmCounts jvm, long atNanos) {
  /** The bytes of Postgres's log. */
  static final String WRITTEN = "walBytes";

  public CostReading {
    cpuMillis = Map.copyOf(cpuMillis);
    counts = Map.copyOf(counts);
  }

  /** Writes what was added since, for each of so many documents. */
  public void putSince(CostReading before, long documents, ObjectNode json) {
    put(json.putObject("cpuMsPerDocument"), cpuMillis, before.cpuMillis, documents);
    put(json.putObject("perDocument"), counts, before.counts, documents);
    json.setAll(jvm.since(before.jvm));
  }

  /** The same of the stores alone, for what this process did not do. */
  public void putOfStores(CostReading before, long documents, ObjectNode json) {
    Map<String, Double> stores = new HashMap<>(cpuMillis);
    stores.keySet().removeAll(Set.of("jvm", "load"));
    new CostReading(stores, counts, jvm, atNanos).putBeside(before, documents, json);
  }

  /** The same without what the service asked of the stores, for what it did not do. */
  public void putBeside(CostReading before, long documents, ObjectNode json) {
    put(json.putObject("cpuMsPerDocument"), cpuMillis, before.cpuMillis, documents);
    put(
        json.putObject("perDocument"),
        Map.of(WRITTEN, counts.getOrDefault(WRITTEN, 0.0)),
        before.counts,
        documents);
  }

  /**
   * Writes what was asked of the stores since, for each of so many documents, without what the
   * service asks anyhow.
   *
   * @param idle what was counted afterwards, when there was nothing to do
   */
  public void putBeyondIdle(CostReading before, Idle idle, long documents, ObjectNode json) {
    Map<String, Double> beyond = new HashMap<>(counts);
    beyond.remove(WRITTEN);
    beyond.replaceAll((name, count) ->
        Math.max(before.counts.getOrDefault(name, 0.0), count - idle.of(name, nanosSince(before))));
    put(json.putObject("beyondIdlePerDocument"), beyond, before.counts, documents);
  }

  private long nanosSince(CostReading before) {
    return atNanos - before.atNanos;
  }

  /** What was counted from a moment to another, when there was nothing to do. */
  public record Idle(CostReading from, CostReading to) {
    /** What that comes to in so much time. */
    private double of(String name, long nanos) {
      double all = to.counts.getOrDefault(name, 0.0) - from.counts.getOrDefault(name, 0.0);
      return all * nanos / to.nanosSince(from);
    }
  }

  private static void put(
      ObjectNode json, Map<String, Double> now, Map<String, Double> before, long documents) {
    for (Map.Entry<String, Double> each : new TreeMap<>(now).entrySet()) {
      Double then = before.get(each.getKey());
      if (then != null) {
        json.put(
            each.getKey(),
            Rounded.tenThousandths((each.getValue() - then) / Math.max(1, documents)));
      }
    }
  }
}
