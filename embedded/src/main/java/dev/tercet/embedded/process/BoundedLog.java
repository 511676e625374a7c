package dev.tercet.embedded.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The output of a program that does not look after its own log: two files of bounded size. */
public record BoundedLog(Path file) {
  private static final long MOST = 8L << 20;
  private static final int LONGEST = 300;

  /** Each start has a log of its own and keeps the one before it. */
  public void begin() throws IOException {
    if (Files.exists(file)) {
      Files.move(file, old(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Where the program shall write: always at the end, so that the file can be cut under it. */
  public ProcessBuilder.Redirect forAppending() {
    return ProcessBuilder.Redirect.appendTo(file.toFile());
  }

  /** Keeps what there is in the old file and begins anew, when it has become too large. */
  public void bound() throws IOException {
    if (Files.exists(file) && Files.size(file) > MOST) {
      Files.copy(file, old(), StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /** Its last line behind a colon, for a message; nothing when it is empty. */
  public String lastWords() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    String last = all.substring(all.lastIndexOf('\n') + 1);
    return last.isEmpty() ? "" : ": " + last.substring(0, Math.min(last.length(), LONGEST));
  }

  private Path old() {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".old.log");
  }
}
