package dev.tercet.pipeline.document;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Readers as the tests want them, on the program that stands beside this module. */
final class Readers {
  static final int TEXT_BYTES = 24 << 20;

  private static final long HEAP_BYTES = 256L << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Readers() {}

  static ReaderPool withTimeout(Duration timeout) {
    return new ReaderPool(settings(timeout, PATIENCE, HEAP_BYTES));
  }

  static ReaderSettings settings(Duration timeout, Duration patience, long heapBytes) {
    Path target = Path.of("..", "reader", "target").toAbsolutePath().normalize();
    return new ReaderSettings(
        target.resolve("classes") + ":" + target.resolve("lib") + "/*",
        1,
        timeout,
        patience,
        heapBytes,
        TEXT_BYTES);
  }

  static DocumentFile file(String name, byte[] bytes) {
    return new DocumentFile(name, "", bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  static DocumentFile text(String text) {
    return file("a.txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Where a reader keeps its temporary files. */
  static Path folder(ProcessHandle reader) {
    String option = "-Djava.io.tmpdir=";
    return Arrays.stream(reader.info().arguments().orElseThrow())
        .filter(it -> it.startsWith(option))
        .map(it -> Path.of(it.substring(option.length())))
        .findFirst()
        .orElseThrow();
  }

  /** The processes that this one has started. */
  static List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }
}
