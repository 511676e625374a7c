package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The training run, with few documents. */
@Timeout(300)
class TrainTest {
  private static final String OURS = "tercet-train-" + ProcessHandle.current().pid() + "-";

  @Test
  void goesThroughTheWholeProgramAndLeavesNothing() throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();

    int exit = run(out, err, "train", "--documents", "20");

    assertThat(exit).as(err.toString()).isZero();
    assertThat(err.toString())
        .contains("20 of them are done", "Now something breaks", "Searching again finds the same");
    assertThat(out.toString()).isEmpty();
    assertThat(folders()).isEmpty();
  }

  @Test
  void refusesANumberOfDocumentsThatIsNone() {
    var err = new StringWriter();
    assertThat(run(new StringWriter(), err, "train", "--documents", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--documents").hasLineCount(1);
  }

  private static int run(StringWriter out, StringWriter err, String... arguments) {
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(it -> String.valueOf(it.getFileName()).startsWith(OURS)).sorted().toList();
    }
  }
}
