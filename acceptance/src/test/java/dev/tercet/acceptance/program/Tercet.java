package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tercet serve} on embedded stores, as a process of its own. */
public final class Tercet implements AutoCloseable {
  /** The administrator key of every program under test. */
  static final String KEY = "acceptance-key-0123456789";

  private static final String MAIN = "dev.tercet.cli.Tercet";
  private static final String READY = "ready ";
  private static final Duration START = Duration.ofSeconds(90);

  private final Process process;
  private final Path errors;
  private final URI address;

  private Tercet(Process process, Path errors, URI address) {
    this.process = process;
    this.errors = errors;
    this.address = address;
  }

  /** Starts the service and returns when it is ready to take work. */
  public static Tercet serve(Path data, Map<String, String> settings) throws IOException {
    ClassArchive.makeBy(Tercet::runOnce);
    return serve(data, settings, ClassArchive.options());
  }

  /** The same on the stand-in for a model at that address. */
  static Tercet asking(URI model, Path data, Map<String, String> settings) throws IOException {
    return asking("openai", model, data, settings);
  }

  /** The same on one that speaks that provider's protocol. */
  static Tercet asking(String provider, URI model, Path data, Map<String, String> settings)
      throws IOException {
    var all = new HashMap<>(settings);
    all.put("TERCET_LLM_PROVIDER", provider);
    all.put("TERCET_LLM_BASE_URL", model.toString());
    all.put("TERCET_LLM_MODEL", "stand-in");
    all.put("TERCET_LLM_API_KEY", "not-a-key");
    all.put("TERCET_EMBEDDING_PROVIDER", "hash");
    return serve(data, all);
  }

  private static void runOnce(List<String> options) throws IOException {
    serve(Path.of("target", "archive-run"), Map.of(), options).stop(START);
  }

  private static Tercet serve(Path data, Map<String, String> settings, List<String> options)
      throws IOException {
    Path errors = Files.createTempFile("tercet", ".err");
    List<String> command = command("serve", "--port", "0", "--data", data.toString());
    command.addAll(1, options);
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(it -> it.startsWith("TERCET_"));
    builder.environment().put("TERCET_ADMIN_KEY", KEY);
    builder.environment().put("TERCET_DRAIN", "0ms");
    builder.environment().putAll(settings);
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    try {
      return new Tercet(process, errors, URI.create(readyLine(process)));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw new AssertionError("not ready; its log:\n" + Files.readString(errors), e);
    }
  }

  /** This Java, and the class path of this test without the tests. */
  static List<String> command(String... arguments) {
    String path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(it -> !it.contains("/acceptance/target/"))
            .collect(Collectors.joining(File.pathSeparator));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx768m",
            System.getProperty("tercet.service.jit", "-XX:TieredStopAtLevel=1"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            path,
            MAIN));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String readyLine(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    var ready =
        CompletableFuture.supplyAsync(
            () ->
                output
                    .lines()
                    .filter(it -> it.startsWith(READY))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("ended without a ready line")),
            Thread::startVirtualThread);
    try {
      return ready.get(START.toSeconds(), TimeUnit.SECONDS).substring(READY.length()).strip();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no ready line within " + START, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Its log by now. */
  String told() throws IOException {
    return Files.readString(errors);
  }

  /** Its HTTP interface, with a key. */
  public Api api() {
    return new Api(address, KEY);
  }

  /** What it writes on standard error. */
  Path log() {
    return errors;
  }

  /** What it holds of the machine's memory, without the processes that it has started. */
  long residentBytes() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(it -> it.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
  }

  /** Asks it to stop, and gives its exit code. */
  int stop(Duration within) {
    process.destroy();
    try {
      return process
          .onExit()
          .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
          .join()
          .exitValue();
    } catch (CompletionException e) {
      throw new AssertionError(
          "still running " + within + " after SIGTERM; its log is in " + errors, e);
    }
  }

  /** Lets it stand still, with all its connections, until it is killed. */
  void freeze() throws Exception {
    var order = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()));
    assertThat(order.inheritIO().start().waitFor()).isZero();
  }

  /** Kills it where it stands. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Stops it gracefully if it still runs, so that its stores stop, too. */
  @Override
  public void close() {
    if (process.isAlive()) {
      stop(Duration.ofSeconds(30));
    }
  }
}
