package dev.tercet.cli.bench.count;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How long the threads that make the load were on a processor, so that it is not taken for the
 * service's work. They are known by their names, and are to live until it is asked.
 */
public final class LoadThreads {
  /** What the names of such threads begin with. */
  public static final String NAME = "bench-load-";

  /** The one thread of each HTTP client beside those of its executor. */
  private static final String SELECTOR = "HttpClient-";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private LoadThreads() {}

  /** Nanoseconds so far. */
  static long nanos() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(it -> it != null && isLoad(it.getThreadName()))
        .mapToLong(it -> Math.max(0, THREADS.getThreadCpuTime(it.getThreadId())))
        .sum();
  }

  private static boolean isLoad(String name) {
    return name.startsWith(NAME) || name.startsWith(SELECTOR);
  }
}
