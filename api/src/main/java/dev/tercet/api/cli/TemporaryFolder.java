package dev.tercet.api.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A data folder that is there for one command only. */
record TemporaryFolder(Path path) {

  /** Creates it with the process in its name, so that a killed one's is known for what it is. */
  static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(
        Files.createTempDirectory(prefix + ProcessHandle.current().pid() + "-"));
  }

  /** Removes it with everything in it. */
  void delete() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
