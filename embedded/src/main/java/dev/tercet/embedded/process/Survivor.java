package dev.tercet.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A store's process that an earlier program left behind.
 *
 * <p>Pids are used again, so a number alone proves nothing: the process must run the store's
 * program, name this data folder on its command line, and have started when the record was written.
 * Anything else is a stranger and is left alone.
 */
public final class Survivor {
  private static final Duration START_TOLERANCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ProcessHandle process;

  private Survivor(ProcessHandle process) {
    this.process = process;
  }

  /**
   * Finds the process when it is the one on record.
   *
   * @param program the name of its executable, without folders
   * @param argument a word of its command line that only a process of this data folder has
   * @param recorded about when it started
   */
  public static Optional<Survivor> find(
      long pid, String program, String argument, Instant recorded) {
    return pid <= 1
        ? Optional.empty()
        : ProcessHandle.of(pid)
            .filter(process -> isOurs(process.info(), program, argument, recorded))
            .map(Survivor::new)
            .filter(survivor -> !survivor.isGone());
  }

  /** Finds every process that has these words on its command line. */
  public static List<Survivor> withWords(String words) {
    String among = " " + words + " ";
    return ProcessHandle.allProcesses()
        .filter(it -> it.pid() != ProcessHandle.current().pid())
        .filter(it -> (it.info().commandLine().orElse("") + " ").contains(among))
        .map(Survivor::new)
        .filter(Survivor::isThere)
        .toList();
  }

  /** A process that was started by this program. */
  public static Survivor of(ProcessHandle process) {
    return new Survivor(process);
  }

  private static boolean isOurs(
      ProcessHandle.Info info, String program, String argument, Instant recorded) {
    return info.command().map(Survivor::fileName).filter(program::equals).isPresent()
        && info.arguments().filter(words -> Arrays.asList(words).contains(argument)).isPresent()
        && info.startInstant()
            .map(start -> Duration.between(start, recorded).abs())
            .filter(apart -> apart.compareTo(START_TOLERANCE) <= 0)
            .isPresent();
  }

  private static String fileName(String command) {
    // Linux marks the path of an executable whose file is gone.
    return command.substring(command.lastIndexOf('/') + 1).replace(" (deleted)", "");
  }

  public long pid() {
    return process.pid();
  }

  /** Whether the process runs exactly this executable. */
  public boolean runs(Path executable) {
    return process.info().command().filter(executable.toString()::equals).isPresent();
  }

  /** Asks politely, then kills; returns when the process is gone. */
  public void end(Duration politely) {
    process.destroy();
    if (!waitUntilGone(politely)) {
      kill();
    }
  }

  /** Kills at once, with the processes that it started; returns when all of them are gone. */
  public void kill() {
    List<Survivor> family =
        Stream.concat(process.descendants(), Stream.of(process)).map(Survivor::new).toList();
    family.reversed().forEach(each -> each.process.destroyForcibly());
    for (Survivor each : family) {
      if (!each.waitUntilGone(PATIENCE)) {
        throw new EmbeddedStoresException(
            "The process " + each.pid() + " cannot be ended; end it by hand");
      }
    }
  }

  public boolean waitUntilGone(Duration deadline) {
    return AwaitCondition.until(deadline, this::isGone);
  }

  public boolean isThere() {
    return !isGone();
  }

  /** A process that ended but was never collected by its parent (a container's pid 1) is gone. */
  private boolean isGone() {
    return !process.isAlive() || isZombie();
  }

  private boolean isZombie() {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (NoSuchFileException _) {
      return false; // no /proc here, or gone in this moment, which the next look finds
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
      return false; // it was collected while the file was read
    }
  }
}
