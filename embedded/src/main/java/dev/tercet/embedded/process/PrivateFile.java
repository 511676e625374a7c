package dev.tercet.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that only their owner reads, each one whole or not at all. */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Replaces the file by one move, so that a reader sees the old content or the new. Java creates
   * temporary files for their owner only, where the file system can.
   */
  public static void write(Path file, String content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path next = Files.createTempFile(folder, file.getFileName() + ".", ".tmp");
    try {
      Files.writeString(next, content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }
}
