package dev.tercet.pipeline.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much of the machine's memory a process holds, where the system shows it. */
final class ResidentMemory {
  private static final String LINE = "VmRSS:";

  private ResidentMemory() {}

  /** In bytes; 0 when it is not shown or the process is gone. */
  static long of(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(it -> it.startsWith(LINE))
          .mapToLong(it -> Long.parseLong(it.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      // It ended between the two looks; whoever reads from it is told.
      return 0;
    }
  }
}
