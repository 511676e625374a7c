package dev.tercet.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the machine that is run to its end, with its output in a file.
 *
 * <p>A file and no pipe: a daemon that the program leaves behind would hold a pipe open.
 *
 * @param output overwritten by every run
 */
public record Command(List<String> words, Path output, Duration timeout) {
  private static final int LONGEST_EXCERPT = 2_000;

  public Command {
    words = List.copyOf(words);
  }

  /** Puts the words of another program in front, as {@code setsid} or {@code unshare} want it. */
  public Command behind(List<String> prefix) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(words);
    return new Command(all, output, timeout);
  }

  /** Returns the exit code. An interrupt ends the program, or keeps it from being started. */
  public int run() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new EmbeddedStoresException("Interrupted before " + words.getFirst());
    }
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("LC_ALL", "C");
    builder.redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new EmbeddedStoresException(
            words.getFirst() + " did not end within " + timeout.toSeconds() + " s" + excerpt());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedStoresException("Interrupted while waiting for " + words.getFirst(), e);
    }
    return process.exitValue();
  }

  /** Runs and refuses every exit code but 0, with the end of the output in the message. */
  public void succeed() throws IOException {
    int exit = run();
    if (exit != 0) {
      throw new EmbeddedStoresException(
          String.join(" ", words) + " ended with exit code " + exit + excerpt());
    }
  }

  /** The end of what the program wrote, for a message. */
  public String excerpt() throws IOException {
    String all = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
    return all.isEmpty() ? "" : ":\n" + all.substring(Math.max(0, all.length() - LONGEST_EXCERPT));
  }
}
