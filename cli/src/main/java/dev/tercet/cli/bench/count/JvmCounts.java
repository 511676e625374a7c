package dev.tercet.cli.bench.count;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM tells of itself so far.
 *
 * @param cpuNanos of all its threads, its compiler's and collector's included
 * @param collections of garbage
 * @param collectionMillis that they took
 * @param compilerMillis that the compiler's threads worked
 */
record JvmCounts(long cpuNanos, long collections, long collectionMillis, long compilerMillis) {

  static JvmCounts read() {
    long collections = 0;
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections += Math.max(0, collector.getCollectionCount());
      millis += Math.max(0, collector.getCollectionTime());
    }
    var compiler = ManagementFactory.getCompilationMXBean();
    return new JvmCounts(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
        collections,
        millis,
        compiler == null ? 0 : compiler.getTotalCompilationTime());
  }

  /** What was added since, but for the time on a processor. */
  ObjectNode since(JvmCounts before) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("collections", collections - before.collections);
    json.put("collectionMs", collectionMillis - before.collectionMillis);
    json.put("compilerMs", compilerMillis - before.compilerMillis);
    return json;
  }
}
