package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tercet.cli.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A small W1 on embedded stores asks no more of them for a document than what is recorded. {@code
 * -Dtercet.counts.record=true} records anew; times are printed and judged by nobody.
 */
@Tag("alone")
class WorkCountsTest {
  private static final Path RECORDED = Path.of("src/test/resources/w1-counts.json");

  /** With so many in progress batches are full; without the reconciler nothing is beside. */
  private static final String BURST =
      "bench --embedded --work W1 --documents 4000 --rounds 4 --words-beside"
          + " --set tercet.roles=api,worker --set tercet.worker.concurrency=2000";

  /** How full batches are is chance, too: what has grown shows in every round of every try. */
  private static final int TRIES = 4;

  /** Of which the middle one is recorded. */
  private static final int RECORDED_TRIES = 3;

  private static final String ANEW =
      "in every round of %d tries; if that is meant, record it: mvn -pl acceptance -am test"
          + " -Dtest=WorkCountsTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dtercet.counts.record=true";

  @Test
  void asksTheStoresForNoMoreThanWasRecorded() throws IOException {
    if (Boolean.getBoolean("tercet.counts.record")) {
      recordAnew();
    }
    WorkCounts recorded = WorkCounts.read(RECORDED);
    assertThat(recorded.perDocument()).containsOnlyKeys(WorkCounts.JUDGED);

    List<JsonNode> rounds = new ArrayList<>(warmRounds());
    List<String> grown = WorkCounts.leastOf(rounds, recorded).grownSince(recorded);
    for (int tries = 1; tries < TRIES && !grown.isEmpty(); tries++) {
      System.out.println("once more, since these are above what is recorded: " + grown);
      rounds.addAll(warmRounds());
      grown = WorkCounts.leastOf(rounds, recorded).grownSince(recorded);
    }

    assertThat(grown).as(ANEW, TRIES).isEmpty();
  }

  private static void recordAnew() throws IOException {
    List<WorkCounts> all = new ArrayList<>();
    for (int i = 0; i < RECORDED_TRIES; i++) {
      all.add(WorkCounts.leastOf(warmRounds()));
    }
    WorkCounts.middleOf(all).write(RECORDED);
  }

  @Test
  void tellsWhatHasGrownByMoreThanAFifth() {
    var recorded = new WorkCounts(Map.of("commits", 0.1, "statements", 0.2, "lost", 1.0));

    assertThat(new WorkCounts(Map.of("commits", 0.13, "statements", 0.23)).grownSince(recorded))
        .containsExactly(
            "commits per document: 0.1 recorded, 0.13 measured",
            "lost per document: 1.0 recorded, at most a quarter of it counted");
  }

  @Test
  void leavesOutARoundOfWhichTooMuchWasTakenOff() throws IOException {
    var json = new ObjectMapper();
    List<JsonNode> rounds = new ArrayList<>();
    for (String commits : List.of("0.13", "0.0", "0.02", "0.14")) {
      rounds.add(json.readTree("{\"beyondIdlePerDocument\":{\"commits\":" + commits + "}}"));
    }
    var recorded = new WorkCounts(Map.of("commits", 0.1));

    assertThat(WorkCounts.leastOf(rounds, recorded).perDocument()).containsEntry("commits", 0.13);
  }

  /** All but the first, in which the process is still being compiled; prints what they cost. */
  private static List<JsonNode> warmRounds() throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(BURST.split(" "));
    assertThat(exit).as(err.toString()).isZero();
    var json = new ObjectMapper();
    List<JsonNode> rounds = new ArrayList<>();
    for (String line : out.toString().lines().skip(1).toList()) {
      rounds.add(json.readTree(line));
    }
    System.out.printf(
        "{\"work\":\"W1\",\"documents\":4000,\"rounds\":%d,\"cpuMsPerDocument\":%s,"
            + "\"beyondIdlePerDocument\":%s}%n",
        rounds.size(),
        rounds.getLast().path("cpuMsPerDocument"),
        WorkCounts.leastOf(rounds).json());
    return rounds;
  }
}
