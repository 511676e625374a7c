package dev.tercet.embedded.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What Redis says of itself.
 *
 * @param former where the log of the start before is kept
 */
record RedisLog(Path file, Path former) {
  /** Stands between the time of a line and what it says. */
  private static final String LOUD = " # ";

  /** Each start has a log of its own and keeps the one before it. */
  void begin() throws IOException {
    if (Files.exists(file)) {
      Files.move(file, former, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  String text() throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Without the pages that it writes for its makers when it breaks off. */
  String lastWords() throws IOException {
    return text()
        .lines()
        .map(String::strip)
        .takeWhile(line -> !line.contains("REDIS BUG REPORT"))
        .filter(line -> !line.isEmpty())
        .map(line -> line.substring(Math.max(0, line.indexOf(LOUD))))
        .reduce("", (before, line) -> line.replaceFirst(LOUD, ""));
  }
}
