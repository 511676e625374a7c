package dev.tercet.cli.bench.count;

import dev.tercet.cli.service.StoreCounters;
import dev.tercet.pipeline.LoopSignal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads, at one moment, all that is counted of a service in this process and of its stores. */
public final class CostMeter implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final double NANOS_PER_MILLI = 1_000_000;
  private static final String QDRANT = "qdrant";

  private final StoreCounters counters;
  private final MeterRegistry meters;
  private final Map<String, ProcessCpu> processes = new LinkedHashMap<>();

  /**
   * Where the stores answer.
   *
   * @param postgres the ledger's database
   * @param redis with its password, if it has one; null when Postgres keeps the queues
   * @param qdrantHost of the gRPC port
   */
  public record Places(
      StoreCounters.Postgres postgres, @Nullable URI redis, String qdrantHost, int qdrantPort) {
    @Override
    public String toString() {
      return "Places";
    }
  }

  /**
   * Connects to the stores.
   *
   * @param meters the service's own
   */
  public CostMeter(Places places, MeterRegistry meters) throws SQLException {
    this.meters = meters;
    counters = StoreCounters.open(places.postgres(), places.redis());
    URI ledger = URI.create(places.postgres().url().substring("jdbc:".length()));
    add("postgres", ledger.getHost(), ledger.getPort() < 0 ? 5_432 : ledger.getPort());
    URI redis = places.redis();
    if (redis != null) {
      add("redis", redis.getHost(), redis.getPort() < 0 ? 6_379 : redis.getPort());
    }
    add(QDRANT, places.qdrantHost(), places.qdrantPort());
  }

  private void add(String name, @Nullable String host, int port) {
    if (host != null) {
      new ListeningProcess(PROC)
          .at(host, port)
          .ifPresent(pid -> processes.put(name, new ProcessCpu(PROC, pid)));
    }
  }

  /** Whether Qdrant runs outside of this process, on this machine. */
  public boolean seesQdrant() {
    return processes.containsKey(QDRANT);
  }

  /** Milliseconds of Qdrant's process on a processor so far; empty when it is not seen. */
  public OptionalDouble qdrantMillis() {
    ProcessCpu qdrant = processes.get(QDRANT);
    OptionalLong nanos = qdrant == null ? OptionalLong.empty() : qdrant.nanos();
    return nanos.isPresent()
        ? OptionalDouble.of(nanos.getAsLong() / NANOS_PER_MILLI)
        : OptionalDouble.empty();
  }

  /** What the stores are asked besides. */
  public StoreCounters stores() {
    return counters;
  }

  /** All of it, now. */
  public CostReading read() throws SQLException {
    JvmCounts jvm = JvmCounts.read();
    Map<String, Double> cpu = new LinkedHashMap<>();
    long load = LoadThreads.nanos();
    cpu.put("jvm", (jvm.cpuNanos() - load) / NANOS_PER_MILLI);
    cpu.put("load", load / NANOS_PER_MILLI);
    processes.forEach((name, process) ->
        process.nanos().ifPresent(nanos -> cpu.put(name, nanos / NANOS_PER_MILLI)));
    Map<String, Double> counts = new LinkedHashMap<>();
    LedgerSockets.asked()
        .ifPresent(asked -> {
          counts.put("commits", (double) asked.transactions());
          counts.put("statements", (double) asked.statements());
          counts.put("postgresRoundTrips", (double) asked.roundTrips());
        });
    counts.put(CostReading.WRITTEN, (double) counters.written());
    counts.put("redisCommands", (double) counters.commands());
    counter(counts, "redisRoundTrips", "tercet.redis.calls");
    counter(counts, "qdrantRequests", "grpc.client.requests.sent");
    return new CostReading(cpu, counts, jvm, System.nanoTime());
  }

  /** What is counted in so much time of rest. */
  public CostReading.Idle idle(Duration rest) throws SQLException {
    CostReading from = read();
    new LoopSignal().rest(rest);
    return new CostReading.Idle(from, read());
  }

  /** Nothing where nothing is counted. */
  private void counter(Map<String, Double> counts, String name, String meter) {
    var found = meters.find(meter).counters();
    if (!found.isEmpty()) {
      counts.put(name, found.stream().mapToDouble(Counter::count).sum());
    }
  }

  @Override
  public void close() throws SQLException {
    counters.close();
  }
}
