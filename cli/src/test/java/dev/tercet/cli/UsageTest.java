package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Help, version, completion, and what is said to a typo. */
class UsageTest {
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @Test
  void suggestsWhatWasPerhapsMeant() {
    assertThat(run("serach")).isEqualTo(2);
    assertThat(err.toString())
        .contains("no command serach", "did you mean", "search")
        .hasLineCount(1);
    assertThat(run("statsu")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean", "status");
    assertThat(run("list", "--project", "p", "--limti", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown option --limti", "--limit").hasLineCount(1);
    assertThat(run("pause", "low", "extra")).isEqualTo(2);
    assertThat(err.toString()).contains("extra", "tercet pause --help").hasLineCount(1);
    assertThat(run("\u001b[31m")).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("\u001b").hasLineCount(1);
  }

  @Test
  void saysInPlainWordsWhatAValueShouldHaveBeen() {
    assertThat(run("get", "--project", "p", "nope")).isEqualTo(2);
    assertThat(err.toString())
        .contains("\"nope\" is no id of an extraction", "tercet list", "tercet get --help")
        .doesNotContain("convert", "UUID", "positional")
        .hasLineCount(1);
    assertThat(run("list", "--project", "p", "--limit", "many")).isEqualTo(2);
    assertThat(err.toString())
        .contains("\"many\" is no whole number for --limit; see tercet list --help")
        .hasLineCount(1);
  }

  @Test
  void helpsWithAllCommandsAndWithOne() {
    assertThat(run("help")).isZero();
    String all = out.toString();
    assertThat(all).contains("Examples:", "completion", "Exit codes:");
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).isEqualTo(all);
    assertThat(run("help", "list")).isZero();
    assertThat(out.toString()).contains("tercet list", "--status", "Examples:");
    assertThat(run("help", "bench")).isZero();
    assertThat(out.toString()).contains("W5 bursts over", "--projects", "--work W5 --documents");
    assertThat(run("help", "lits")).isEqualTo(2);
    assertThat(err.toString()).contains("lits").hasLineCount(1);
  }

  @Test
  void tellsItsVersionInThreeWays() {
    assertThat(run("--version")).isZero();
    String version = out.toString();
    assertThat(version).startsWith("tercet ").hasLineCount(1);
    assertThat(run("version")).isZero();
    assertThat(out.toString()).isEqualTo(version);
    assertThat(run("version", "--json")).isZero();
    assertThat(version.strip())
        .isEqualTo("tercet " + Json.stored(out.toString()).path("version").asText());
  }

  @Test
  void completesInBash(@TempDir Path folder) throws IOException, InterruptedException {
    assertThat(run("completion", "bash")).isZero();
    Path script = Files.writeString(folder.resolve("completion"), out.toString());

    assertThat(completed(script, "tercet", "rec")).contains("recover");
    assertThat(completed(script, "tercet", "list", "--sta")).contains("--status");
    assertThat(run("completion", "zsh")).isZero();
    assertThat(out.toString()).startsWith("autoload -U +X compinit");
    assertThat(run("completion", "fish")).isEqualTo(2);
    assertThat(err.toString()).contains("fish").hasLineCount(1);
  }

  private static String completed(Path script, String... words)
      throws IOException, InterruptedException {
    String ask =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_tercet; echo \"${COMPREPLY[*]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", ask).redirectErrorStream(true).start();
    String said =
        new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}
