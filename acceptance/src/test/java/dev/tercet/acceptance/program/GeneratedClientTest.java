package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that the build generated from the OpenAPI document, with the example of its use. */
class GeneratedClientTest {
  private static final Path GENERATED =
      Path.of("target", "generated-client", "src", "main", "java");
  private static final Path EXAMPLE = Path.of("..", "docs", "client", "Letters.java");
  private static final Duration RUN = Duration.ofSeconds(90);

  /** What the generated code needs, without anything of ours. */
  private static final String LIBRARIES =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .filter(it -> it.endsWith(".jar") && !it.contains("/dev/tercet/"))
          .collect(Collectors.joining(File.pathSeparator));

  @Test
  void putsPostsWaitsAndSearchesAgainstARunningService(@TempDir Path data, @TempDir Path classes)
      throws Exception {
    compile(classes);
    try (Tercet tercet = Tercet.serve(data, Map.of("TERCET_EMBEDDING_PROVIDER", "hash"))) {
      Api api = tercet.api();

      String output = run(classes, api.address().toString(), api.key());

      assertThat(output)
          .contains("letter-1 is done")
          .contains("letter-2 begins at 2")
          .contains("found in letter-1: Invoice of 3 May 2024");
    }
  }

  private static void compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        Stream<Path> generated = Files.walk(GENERATED)) {
      List<Path> sources =
          Stream.concat(generated.filter(it -> it.toString().endsWith(".java")), Stream.of(EXAMPLE))
              .toList();
      List<String> options =
          List.of("-d", classes.toString(), "-cp", LIBRARIES, "-proc:none", "-nowarn");
      var task =
          compiler.getTask(
              said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
      assertThat(task.call()).as(said.toString()).isTrue();
    }
  }

  private static String run(Path classes, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(classes, "client", ".out");
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    classes + File.pathSeparator + LIBRARIES,
                    "Letters"),
                Stream.of(arguments))
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(RUN.toSeconds(), TimeUnit.SECONDS)).as("ends in time").isTrue();
      String said = Files.readString(output);
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
