package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where bodies and answers are kept that are too large or too slow for memory. The folder and its
 * files are private; a file loses its name as soon as it is open, so that nothing outlives the
 * process, and all files together have a limit. Bodies leave a part of it to the answers: who is
 * sent nothing can come again, who is answered nothing does not know what was taken.
 */
public final class SpoolFolder {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);
  private static final int RETRY_SECONDS = 1;
  private static final int ROOM_RETRY_SECONDS = 10;

  /** One part in so many is for answers alone. */
  private static final int PARTS = 8;

  private static final Set<StandardOpenOption> OPTIONS =
      EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Path wanted;
  private final long most;
  private final Supplier<String> shortage;
  private final AtomicLong used = new AtomicLong();
  private @Nullable Path folder;

  /**
   * Below {@code dataDir}, or below the system's temporary folder when that cannot be written.
   *
   * @param most bytes in all files together
   * @param shortage says why no disk space may be used at the moment; empty when it may
   */
  public SpoolFolder(Path dataDir, long most, Supplier<String> shortage) {
    wanted = dataDir.resolve("spool");
    this.most = most;
    this.shortage = shortage;
    if (Files.isDirectory(wanted)) {
      clean(wanted);
    }
  }

  /** A file for what comes in, which nobody else can open. */
  SpoolFile openForBody() {
    return open(most - most / PARTS);
  }

  /** A file for answers, which nobody else can open. */
  SpoolFile openForAnswers() {
    return open(most);
  }

  private SpoolFile open(long room) {
    String lacking = shortage.get();
    if (!lacking.isEmpty()) {
      throw full(lacking);
    }
    try {
      return new SpoolFile(this, room, channel());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Bytes in all files. */
  public long used() {
    return used.get();
  }

  /** Counts bytes that are about to be written, or refuses them beyond {@code room} in all. */
  void take(long bytes, long room) {
    if (used.addAndGet(bytes) > room) {
      used.addAndGet(-bytes);
      throw Problem.later(
              ProblemCode.BODIES_IN_FLIGHT,
              "more is being sent and read than fits on the disk set aside for it",
              RETRY_SECONDS)
          .refusal();
    }
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  /** What a disk that does not take a file's bytes means to the caller. */
  static RuntimeException failed(IOException e) {
    LOG.warn("the spool cannot be written", e);
    return full("there is no room on the disk for what is being sent");
  }

  private static RuntimeException full(String why) {
    return Problem.later(
            ProblemCode.DISK_FULL,
            why + "; nothing was taken, make room and try again",
            ROOM_RETRY_SECONDS)
        .refusal();
  }

  private SeekableByteChannel channel() throws IOException {
    Path path = Files.createTempFile(folder(), "", ".spool", mode("rw-------"));
    try {
      return Files.newByteChannel(path, OPTIONS);
    } finally {
      Files.delete(path);
    }
  }

  private synchronized Path folder() throws IOException {
    Path found = folder;
    if (found == null || !Files.isDirectory(found)) {
      found = made();
      folder = found;
    }
    return found;
  }

  private Path made() throws IOException {
    try {
      Files.createDirectories(wanted.toAbsolutePath().getParent());
      if (!Files.isDirectory(wanted)) {
        Files.createDirectory(wanted, mode("rwx------"));
      }
      Files.setPosixFilePermissions(wanted, PosixFilePermissions.fromString("rwx------"));
      return wanted;
    } catch (IOException e) {
      LOG.info("{} cannot be used, the system's temporary folder is: {}", wanted, e.toString());
      return Files.createTempDirectory("tercet-spool", mode("rwx------"));
    }
  }

  /** Removes what a process left that died between making a file and unnaming it. */
  private static void clean(Path folder) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.spool")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be cleaned", folder, e);
    }
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
