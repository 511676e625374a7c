package dev.tercet.cli.bench.work;

import dev.tercet.api.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service in a process of its own, as it is in production; it may be killed. */
final class ServiceProcess implements AutoCloseable {
  private static final String READY = "ready ";
  private static final Duration STOP = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedReader out;
  private final Path log;

  /** Nobody else would end it when this process is asked to end. */
  private final Thread hook;

  private ServiceProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    hook = new Thread(process::destroy, "end of a service");
    Runtime.getRuntime().addShutdownHook(hook);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts one with this program's own Java.
   *
   * @param arguments after {@code serve}
   * @param keys of the configuration, which the environment carries, since it is shown to nobody
   * @param folder of its own
   */
  static ServiceProcess start(List<String> arguments, Map<String, String> keys, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(it -> it.startsWith("-X") || it.startsWith("--") || it.startsWith("-Dtercet."))
        .forEach(command::add);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.tercet.cli.Tercet", "serve"));
    command.addAll(arguments);
    Path log = folder.resolve("service.log");
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    keys.forEach((key, value) -> builder.environment().put(Settings.variable(key), value));
    builder.environment().put("TERCET_DATA_DIR", folder.resolve("data").toString());
    return new ServiceProcess(builder.start(), log);
  }

  /** Where it answers, once it can take work. */
  URI awaitReady() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        return URI.create(line.substring(READY.length()).strip());
      }
    }
    throw new IllegalStateException("a service ended before it was ready: " + lastLine());
  }

  private String lastLine() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }

  /** The time that it was on a processor so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Ends it without a word, as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(hook);
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    out.close();
  }
}
