package dev.tercet.cli.bench.count;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that a process and all it has started were on a processor, those that have ended
 * included, as {@code /proc/PID/stat} of Linux tells it (proc_pid_stat(5)).
 */
final class ProcessCpu {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessCpu.class);
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Of the kernel's USER_HZ, which is 100 a second on every platform that Java runs on. */
  private static final long NANOS_PER_TICK = 10_000_000;

  /** Places after the name in brackets, which may hold anything. */
  private static final int PARENT = 1;

  private static final int FIRST_TIME = 11;
  private static final int TIMES = 4;

  private final Path proc;
  private final long root;

  ProcessCpu(Path proc, long root) {
    this.proc = proc;
    this.root = root;
  }

  private record Stat(long parent, long ticks) {}

  /** Nanoseconds so far; empty when the process has ended. */
  OptionalLong nanos() {
    try {
      Map<Long, Stat> all = new HashMap<>();
      for (long pid : pids(proc)) {
        stat(pid, all);
      }
      Stat own = all.get(root);
      return own == null
          ? OptionalLong.empty()
          : OptionalLong.of(ticks(root, all) * NANOS_PER_TICK);
    } catch (IOException e) {
      LOG.debug("no times of {}", root, e);
      return OptionalLong.empty();
    }
  }

  private static long ticks(long pid, Map<Long, Stat> all) {
    Stat own = all.get(pid);
    long ticks = own == null ? 0 : own.ticks();
    for (Map.Entry<Long, Stat> other : all.entrySet()) {
      if (other.getValue().parent() == pid) {
        ticks += ticks(other.getKey(), all);
      }
    }
    return ticks;
  }

  private void stat(long pid, Map<Long, Stat> all) throws IOException {
    try {
      String line = Files.readString(proc.resolve(pid + "/stat"));
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).strip().split(" "));
      long ticks = 0;
      for (String time : fields.subList(FIRST_TIME, FIRST_TIME + TIMES)) {
        ticks += Long.parseLong(time);
      }
      all.put(pid, new Stat(Long.parseLong(fields.get(PARENT)), ticks));
    } catch (NoSuchFileException e) {
      LOG.trace("{} has ended meanwhile", pid, e);
    }
  }

  /** The numbers of all processes; none where there is no such folder. */
  static List<Long> pids(Path proc) throws IOException {
    List<Long> pids = new ArrayList<>();
    if (Files.isDirectory(proc)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(proc)) {
        for (Path each : all) {
          String name = String.valueOf(each.getFileName());
          if (NUMBER.matcher(name).matches()) {
            pids.add(Long.parseLong(name));
          }
        }
      }
    }
    return pids;
  }
}
