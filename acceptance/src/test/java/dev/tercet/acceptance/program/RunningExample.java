package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An example, run from its source as a newcomer runs it. */
final class RunningExample implements AutoCloseable {
  private static final Path FOLDER = Path.of("..", "examples");
  private static final long LONGEST_SECONDS = 90;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Process process;
  private final Thread reader;

  RunningExample(String name, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(FOLDER.resolve(name).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(it -> it.startsWith("TERCET_"));
    builder.environment().putAll(environment);
    process = builder.start();
    reader = Thread.startVirtualThread(() -> process.inputReader().lines().forEach(lines::add));
  }

  /** Waits for a line that begins so, and gives the rest of it. */
  String awaitLine(String opening) throws InterruptedException {
    String line = "";
    while (line != null && !line.startsWith(opening)) {
      line = lines.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(line).as("the line that begins with " + opening).isNotNull();
    return String.valueOf(line).substring(opening.length());
  }

  /** Waits until it has ended well, and gives what it has printed. */
  String awaitEnd() throws InterruptedException {
    boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    assertThat(ended).as("not ended: " + lines).isTrue();
    reader.join();
    String printed = String.join("\n", lines);
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
