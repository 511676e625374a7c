package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BenchTest {
  private static final String OURS = "tercet-bench-" + ProcessHandle.current().pid() + "-";

  @Test
  void measuresOnStoresOfItsOwnAndLeavesNothing() throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();

    int exit =
        Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(
                "bench",
                "--embedded",
                "--documents",
                "40",
                "--rate",
                "50",
                "--llm-ms",
                "20",
                "--settle",
                "1",
                "--warm-up",
                "5");

    assertThat(exit).as(err.toString()).isZero();
    assertThat(out.toString()).hasLineCount(1);
    JsonNode result = Json.stored(out.toString());
    assertThat(result.path("done").asInt()).isEqualTo(40);
    assertThat(result.path("failed").asInt()).isZero();
    assertThat(result.path("seconds").asDouble()).as("40 at 50 a second").isGreaterThan(0.75);
    assertThat(result.at("/latencyMs/p50").asDouble())
        .as("the model thinks 20 ms")
        .isGreaterThan(20);
    assertThat(result.at("/latencyMs/max").asDouble())
        .isGreaterThanOrEqualTo(result.at("/latencyMs/p99").asDouble());
    assertThat(result.at("/acceptMs/p50").asDouble()).isPositive();
    assertThat(result.at("/perExtraction/postgresTransactions").isNumber())
        .as("told up to ten seconds late, so that after so short a rest any number may come")
        .isTrue();
    assertThat(result.at("/perExtraction/redisCommands").asDouble()).isPositive();
    assertThat(result.path("heapPeakBytes").asLong()).isGreaterThan(1 << 20);
    assertThat(folders()).isEmpty();
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(it -> String.valueOf(it.getFileName()).startsWith(OURS)).sorted().toList();
    }
  }
}
