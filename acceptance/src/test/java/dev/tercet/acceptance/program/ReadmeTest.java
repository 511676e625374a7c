package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's blocks, pasted one after another into an empty shell. */
@Timeout(240)
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```bash\n(.*?)```\n");

  /** What a person does at the end; the service goes on otherwise. */
  private static final String STOP = "\nkill -TERM $!; wait $!; echo \"stopped $?\"\n";

  @Test
  void endsInAHit(@TempDir Path folder) throws IOException, InterruptedException {
    List<String> blocks =
        BLOCK.matcher(Files.readString(README)).results().map(it -> it.group(1)).toList();
    assertThat(blocks).hasSizeGreaterThan(1);
    launcher(folder.resolve("tercet"));
    Path output = folder.resolve("output");
    var builder =
        new ProcessBuilder("bash", "--noprofile", "--norc", "-s").directory(folder.toFile());
    builder.environment().keySet().removeIf(it -> it.startsWith("TERCET_"));
    builder
        .environment()
        .put("TERCET_PORT", "0"); // the blocks take the address from the ready line
    builder.redirectErrorStream(true).redirectOutput(output.toFile());

    Process shell = builder.start();
    try (var input = shell.outputWriter()) {
      input.write(String.join("\n", blocks) + STOP);
    }
    boolean ended = shell.waitFor(200, TimeUnit.SECONDS);
    String said = Files.readString(output);
    shell.descendants().forEach(ProcessHandle::destroy);

    assertThat(ended).as(said).isTrue();
    assertThat(said).contains("\"status\":\"done\"").contains("stopped 0");
    assertThat(hits(said)).as(said).isNotEmpty();
    assertThat(hits(said).get(0).path("facts")).as(said).isNotEmpty();
  }

  /** As the one of the repository, without its build: on the classes under test. */
  private static void launcher(Path path) throws IOException {
    String command =
        Tercet.command().stream().map(it -> "'" + it + "'").collect(Collectors.joining(" "));
    Files.writeString(path, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    assertThat(path.toFile().setExecutable(true)).isTrue();
  }

  /** Answers follow each other without a line between them. */
  private static JsonNode hits(String said) throws IOException {
    int answer = said.lastIndexOf("{\"items\":");
    assertThat(answer).as(said).isNotNegative();
    return new ObjectMapper().readTree(said.substring(answer)).path("items");
  }
}
