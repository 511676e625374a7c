package dev.tercet.bench;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs benchmarks as JMH would with {@code -prof gc}, and ends with a short line for each: the
 * median call.
 */
public final class RunBenchmarks {
  /** Bytes allocated by one operation, as the profiler calls it. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private static final double MEDIAN = 50;
  private static final double MOST = 90;

  private RunBenchmarks() {}

  /** Takes JMH's arguments: parts of benchmarks' names, and its options. */
  public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
    var options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .build();
    System.out.println(table(new Runner(options).run()));
  }

  private static String table(Collection<RunResult> results) {
    var table = new StringBuilder();
    table.append(line("benchmark", "text", "ns/op", "p90", "B/op"));
    for (RunResult each : results) {
      Statistics time = each.getPrimaryResult().getStatistics();
      Result<?> bytes = each.getSecondaryResults().get(ALLOCATED);
      String name = each.getParams().getBenchmark();
      String sample = each.getParams().getParam("sample");
      table.append(
          line(
              name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
              sample == null ? "" : sample.toLowerCase(Locale.ROOT),
              whole(time.getPercentile(MEDIAN)),
              whole(time.getPercentile(MOST)),
              bytes == null ? "" : whole(bytes.getScore())));
    }
    return table.toString();
  }

  private static String line(String name, String sample, String nanos, String most, String bytes) {
    return "%n%-34s %-8s %12s %10s %12s".formatted(name, sample, nanos, most, bytes);
  }

  private static String whole(double number) {
    return "%,d".formatted(Math.round(number));
  }
}
