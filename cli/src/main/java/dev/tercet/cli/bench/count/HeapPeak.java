package dev.tercet.cli.bench.count;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** The most heap that this process has used since a moment: the sum over the heap's pools. */
public final class HeapPeak {
  private static final List<MemoryPoolMXBean> POOLS =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(it -> it.getType() == MemoryType.HEAP)
          .toList();

  private HeapPeak() {}

  /** Begins to look. */
  public static void reset() {
    POOLS.forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** Bytes. */
  public static long bytes() {
    return POOLS.stream().mapToLong(it -> it.getPeakUsage().getUsed()).sum();
  }
}
