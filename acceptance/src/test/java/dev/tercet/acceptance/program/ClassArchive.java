package dev.tercet.acceptance.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program's classes as the JVM has them in memory, which halves what a start costs. One start
 * of all makes it, and writes it at its end; others meanwhile do without. The JVM itself looks
 * whether it is of the same jars, and does without otherwise.
 */
final class ClassArchive {
  private static final Path FILE = Path.of("target", "tercet.jsa").toAbsolutePath();
  private static final Path LOCK = Path.of("target", "tercet.jsa.lock").toAbsolutePath();
  private static final AtomicBoolean TRIED = new AtomicBoolean();

  private ClassArchive() {}

  /** A program that runs once, and ends well. */
  interface OneRun {
    /** Runs with these options. */
    void with(List<String> options) throws IOException;
  }

  /** The JVM's options for using it; none as long as there is none. */
  static List<String> options() {
    return Files.exists(FILE)
        ? List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:cds*=off", "-Xlog:aot*=off")
        : List.of();
  }

  /** Makes it by this run, unless it is there, or somebody makes it now, or that was tried here. */
  static void makeBy(OneRun run) {
    if (Files.exists(FILE) || !TRIED.compareAndSet(false, true)) {
      return;
    }
    try (FileChannel channel =
            FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && !Files.exists(FILE)) {
        make(run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(OneRun run) throws IOException {
    Path made = FILE.resolveSibling("tercet.jsa.new");
    run.with(List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:cds*=off", "-Xlog:aot*=off"));
    if (Files.exists(made)) {
      Files.move(made, FILE, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
