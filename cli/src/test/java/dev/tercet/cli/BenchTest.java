package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void tellsWhatABurstCostsRoundByRound() throws IOException {
    List<JsonNode> rounds =
        BenchLines.measured("--work", "W1", "--documents", "300", "--rounds", "2");

    assertThat(rounds)
        .hasSize(2)
        .allSatisfy(round -> {
          assertThat(round.path("done").asInt()).isEqualTo(300);
          assertThat(round.path("passages").asInt()).as("one of each").isEqualTo(300);
          assertThat(round.at("/latencyMs/p99").asDouble()).isPositive();
          for (String process : List.of("jvm", "load")) {
            assertThat(round.path("cpuMsPerDocument").path(process).asDouble())
                .as(process)
                .isPositive();
          }
          for (String count :
              List.of(
                  "commits",
                  "statements",
                  "postgresRoundTrips",
                  "walBytes",
                  "redisCommands",
                  "redisRoundTrips",
                  "qdrantRequests")) {
            assertThat(round.path("perDocument").path(count).asDouble()).as(count).isPositive();
          }
          assertThat(round.path("beyondIdlePerDocument").properties())
              .hasSize(6)
              .allSatisfy(it ->
                  assertThat(it.getValue().asDouble())
                      .as(it.getKey())
                      .isBetween(0.0, round.path("perDocument").path(it.getKey()).asDouble()));
          assertThat(round.at("/beyondIdlePerDocument/redisCommands").asDouble()).isPositive();
          assertThat(round.path("tokensPerSecond").asDouble())
              .as("a letter has more than 200 tokens")
              .isGreaterThan(200 * round.path("perSecond").asDouble());
          assertThat(round.path("indexSeconds").isNumber()).as("green in time").isTrue();
          assertThat(round.path("indexSeconds").asDouble()).isBetween(0.0, 60.0);
          assertThat(round.has("indexCpuMsPerDocument"))
              .as("the engine's time is that of the JVM")
              .isFalse();
          assertThat(round.at("/words/extractions").asInt()).isGreaterThanOrEqualTo(300);
          assertThat(round.at("/words/perDocument/walBytes").asDouble()).isPositive();
        });
    assertThat(rounds.getLast().path("round").asInt()).isEqualTo(2);
    assertThat(folders()).isEmpty();
  }

  @Tag("slow")
  @Test
  void tellsLatencyAtTwoRates() throws IOException {
    List<JsonNode> rates = BenchLines.measured("--work", "W3", "--seconds", "1");

    assertThat(rates).extracting(it -> it.path("rate").asInt()).containsExactly(100, 800);
    assertThat(rates)
        .allSatisfy(it -> {
          assertThat(it.path("done").asInt()).isEqualTo(it.path("documents").asInt()).isPositive();
          assertThat(it.at("/firstSecondsMs/p50").asDouble()).isPositive();
          assertThat(it.has("latencyMs")).as("there was nothing after the first seconds").isFalse();
        });
  }

  @Tag("slow")
  @Test
  void comparesABurstWithTheYardstick() {
    List<JsonNode> lines = BenchLines.measured("--work", "W1", "--documents", "300", "--ceiling");

    assertThat(lines).hasSize(2);
    JsonNode ceiling = lines.getLast();
    assertThat(ceiling.path("ceiling").asBoolean()).isTrue();
    assertThat(ceiling.path("perSecond").asDouble()).isPositive();
    assertThat(ceiling.path("ratio").asDouble())
        .isCloseTo(
            lines.getFirst().path("perSecond").asDouble() / ceiling.path("perSecond").asDouble(),
            within(0.01));
  }

  @Tag("slow")
  @Test
  void comparesBurstsOverMoreAndMoreThatIsStored() {
    List<JsonNode> sizes =
        BenchLines.measured("--work", "W5", "--documents", "300", "--projects", "7");

    assertThat(sizes).extracting(it -> it.path("stored").asInt()).containsExactly(30, 300);
    assertThat(sizes)
        .allSatisfy(it -> {
          assertThat(it.path("projects").asInt()).isEqualTo(7);
          assertThat(it.path("documents").asInt()).isEqualTo(30);
          assertThat(it.path("done").asInt()).isEqualTo(30);
          assertThat(it.path("failed").asInt()).isZero();
          assertThat(it.path("passages").asInt()).isEqualTo(30);
          assertThat(it.path("tokensPerSecond").asDouble()).isPositive();
          assertThat(it.path("indexSeconds").isNumber()).as("green in time").isTrue();
          assertThat(it.at("/words/extractions").asInt()).isGreaterThanOrEqualTo(30);
        });
    assertThat(sizes.getFirst().path("ofFirst").asDouble()).isEqualTo(1);
    assertThat(sizes.getLast().path("ofFirst").asDouble())
        .isCloseTo(
            sizes.getLast().path("perSecond").asDouble()
                / sizes.getFirst().path("perSecond").asDouble(),
            within(0.01));
  }

  @Tag("slow")
  @Test
  void hasLostPointsBackWithoutACall() {
    JsonNode repair = BenchLines.measured("--work", "W4", "--documents", "200").getFirst();

    assertThat(repair.path("lost").asInt()).isEqualTo(20);
    assertThat(repair.path("repaired").asInt()).isEqualTo(20);
    assertThat(repair.path("modelCalls").asInt()).isZero();
    assertThat(repair.path("seconds").asDouble()).isPositive();
  }

  @Tag("slow")
  @Test
  void endsWhatAKilledProcessHadBegun() {
    JsonNode crash = BenchLines.measured("--work", "W2", "--documents", "200").getFirst();

    assertThat(crash.path("done").asInt()).isEqualTo(200);
    assertThat(crash.path("paidTwice").asInt()).isBetween(0, 200);
    assertThat(crash.path("calls").asInt()).isEqualTo(200 + crash.path("paidTwice").asInt());
    assertThat(crash.path("secondsFromReady").asDouble()).isNotNegative();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--work W99",
        "--work W1 --rounds 0",
        "--work W3 --seconds 0",
        "--work W1 --rate 5",
        "--work W1 --documents 0",
        "--work W8 --snapshot soon",
        "--work W2 --ceiling",
        "--work W5 --projects 0",
        "--work"
      })
  void refusesInOneLineWhatNoLoadCanBe(String arguments) {
    var err = new StringWriter();

    int exit =
        Commands.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(err, true))
            .execute(("bench " + arguments).split(" "));

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains("--");
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(it -> String.valueOf(it.getFileName()).startsWith(OURS)).sorted().toList();
    }
  }
}
