package dev.tercet.acceptance.program;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/**
 * The launcher {@code ./tercet} in a folder that is built already, before a program of a few lines:
 * its training run notes that it began, and then does what {@link Training} says.
 */
record Launcher(Path home) {
  private static final String PROGRAM =
      """
      package dev.tercet.cli;

      import java.nio.file.*;

      public class Tercet {
        public static void main(String[] arguments) throws Exception {
          if (arguments[0].equals("train")) {
            Path home = Path.of(System.getProperty("tercet.home"));
            Files.writeString(
                home.resolve("trainings"), ProcessHandle.current().pid() + "\\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            switch (Files.readString(home.resolve("training"))) {
              case "FAILS" -> System.exit(1);
              case "HANGS" -> {
                Files.createFile(home.resolve("hanging"));
                new java.util.concurrent.CountDownLatch(1).await();
              }
              default -> {}
            }
          }
          boolean shared = System.getProperty("java.vm.info").contains("sharing");
          boolean offered = System.getProperty("tercet.aot") != null;
          System.out.println(
              arguments[0] + (offered ? " with a cache that is " : " without a cache, ")
                  + (shared ? "shared" : "not shared"));
        }
      }
      """;

  /** What the training run comes to. */
  enum Training {
    SUCCEEDS,
    FAILS,
    HANGS
  }

  /** What one start said, and how it ended. */
  record Start(int exitCode, String out, String err) {}

  /** As after a build that began before now. */
  static Launcher in(Path home, Training training) throws IOException {
    Path target = Files.createDirectories(home.resolve("cli/target"));
    Path classes = Files.createDirectories(home.resolve("classes"));
    Path source = Files.writeString(home.resolve("Tercet.java"), PROGRAM);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    if (compiled != 0) {
      throw new IllegalStateException("the program does not compile");
    }
    String name = "dev/tercet/cli/Tercet.class";
    jar(target.resolve("cli-1.jar"), name, Files.readAllBytes(classes.resolve(name)));
    Files.createDirectories(target.resolve("lib"));
    jar(target.resolve("lib/one.jar"), "one.txt", new byte[0]);
    jar(target.resolve("lib/two.jar"), "two.txt", new byte[0]);
    Files.createFile(target.resolve("tercet.built"));
    Files.copy(Path.of("..", "tercet"), home.resolve("tercet"));
    var launcher = new Launcher(home);
    launcher.training(training);
    return launcher;
  }

  private static void jar(Path file, String name, byte[] content) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        var jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(name));
      jar.write(content);
    }
  }

  /** From now on the training run comes to this. */
  void training(Training training) throws IOException {
    Files.writeString(home.resolve("training"), training.name());
  }

  /** The cache that starts use, if there is one. */
  Path cache() {
    return home.resolve("cli/target/tercet.aot");
  }

  /** The process of each training run that began. */
  List<Long> trainings() throws IOException {
    Path noted = home.resolve("trainings");
    return Files.exists(noted)
        ? Files.readAllLines(noted).stream().map(it -> Long.valueOf(it)).toList()
        : List.of();
  }

  /** Begins a start of the service. */
  Process begin(Map<String, String> variables) throws IOException {
    return begin("serve", variables);
  }

  /** Begins a start of that command. */
  Process begin(String command, Map<String, String> variables) throws IOException {
    var builder = new ProcessBuilder("sh", home.resolve("tercet").toString(), command);
    builder.environment().keySet().removeIf(it -> it.startsWith("TERCET_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** Begins a start whose training run hangs, and returns once it does. */
  Process beginAndAwaitTraining() throws IOException, InterruptedException {
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      home.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process start = begin(Map.of());
      while (!Files.exists(home.resolve("hanging"))) {
        WatchKey seen = watch.poll(60, TimeUnit.SECONDS);
        if (seen == null) {
          throw new AssertionError("no training run began");
        }
        seen.reset();
      }
      return start;
    }
  }

  /** Starts the program, and returns when it has ended. */
  Start start(Map<String, String> variables) throws IOException, InterruptedException {
    return end(begin(variables));
  }

  /** What a start said, once it has ended. */
  static Start end(Process process) throws IOException, InterruptedException {
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the start did not end");
    }
    return new Start(process.exitValue(), out.strip(), err.join());
  }

  private static String read(Process process) {
    try {
      return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
