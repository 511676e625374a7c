package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import dev.tercet.cli.terminal.DisplayWidth;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at extractions and ask something of them. Nothing works meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtractionCommandsTest {
  private static final String ESCAPE = "\\u001b[31mred\\u202e";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeAll
  void havePending() {
    http.json("PUT", "/projects/letters", "{}");
    for (int i = 0; i < 5; i++) {
      post("letters", "s" + i + ESCAPE);
    }
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void listsExtractionsInATableThatFitsAndAsTheyAre() {
    assertThat(call("list", "--project", "letters", "--limit", "3")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("id ", "status", "pending", "There are more: --cursor ")
        .doesNotContain("\u001b", "\u202e");

    assertThat(call("list", "--project", "letters", "--json")).isZero();
    assertThat(out.toString()).hasLineCount(1).doesNotContain("\u001b", "\u202e");
    JsonNode items = Json.stored(out.toString()).path("items");
    assertThat(items).hasSize(5);
    assertThat(items.get(0).path("source").asText()).isEqualTo("s4\u001b[31mred\u202e");

    assertThat(call("list", "--project", "letters", "--status", "done")).isZero();
    assertThat(out.toString()).isEqualTo("There are none." + System.lineSeparator());
    assertThat(call("list", "--project", "letters", "--limit", "0")).isEqualTo(2);
    assertThat(call("list", "--project", "letters", "--status", "odd")).isEqualTo(1);
    assertThat(err.toString()).contains("status is one of").hasLineCount(1);
  }

  @Test
  void goesOnWhereAnEarlierListEnded() {
    List<String> seen = new ArrayList<>();
    String[] more = {};
    do {
      var arguments =
          new ArrayList<>(List.of("list", "--project", "letters", "--limit", "2", "--json"));
      arguments.addAll(Arrays.asList(more));
      assertThat(call(arguments.toArray(String[]::new))).isZero();
      JsonNode page = Json.stored(out.toString());
      page.path("items").forEach(it -> seen.add(it.path("id").asText()));
      more =
          page.has("next") ? new String[] {"--cursor", page.path("next").asText()} : new String[0];
    } while (more.length > 0);

    assertThat(seen).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void showsWhereAnExtractionStandsAndItsHistory() {
    String id = post("letters-get", "one");

    assertThat(call("get", "--project", "letters-get", id)).isZero();
    assertThat(out.toString()).contains(id, "pending", "0 of ");
    assertThat(call("get", "--project", "letters-get", "--json", id)).isZero();
    assertThat(Json.stored(out.toString()).path("id").asText()).isEqualTo(id);
    assertThat(call("history", "--project", "letters-get", id)).isZero();
    assertThat(out.toString()).contains("pending", "reason");
    assertThat(call("get", "--project", "letters-get", UUID.randomUUID().toString())).isEqualTo(1);
    assertThat(err.toString()).contains("there is no extraction").hasLineCount(1);
    assertThat(call("get", "--project", "letters-get", "nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("nonsense").hasLineCount(1);
  }

  @Test
  void asksForEachAndTellsWhatWasRefused() {
    String first = post("letters-act", "first");
    String second = post("letters-act", "second");

    assertThat(call("cancel", "--project", "letters-act", first)).isZero();
    assertThat(out.toString()).contains(first + " is cancelled (first)");
    assertThat(call("cancel", "--project", "letters-act", "--json", first, second)).isEqualTo(1);
    assertThat(Json.stored(out.toString()).path("status").asText()).isEqualTo("cancelled");
    assertThat(Json.stored(err.toString()).path("code").asText()).isEqualTo("status-forbids");

    assertThat(call("retry", "--project", "letters-act", second)).isEqualTo(1);
    assertThat(err.toString()).contains("an extraction that is").hasLineCount(1);
    assertThat(call("delete", "--project", "letters-act", first)).isZero();
    assertThat(call("delete", "--project", "letters-act", first, second)).isEqualTo(1);
    assertThat(out.toString()).contains(second + " is deleted");
    assertThat(call("list", "--project", "letters-act", "--json")).isZero();
    assertThat(Json.stored(out.toString()).path("items")).isEmpty();
  }

  @Test
  void showsProjectsInATableThatFits() {
    String longest = "p" + "x".repeat(62);
    http.json("PUT", "/projects/" + longest, "{}");

    assertThat(call("projects")).isZero();
    assertThat(out.toString()).contains("letters", "…");
    assertThat(out.toString().lines().mapToInt(DisplayWidth::of).max().orElse(0))
        .isLessThanOrEqualTo(80);
    assertThat(call("projects", "--limit", "1", "--json")).isZero();
    JsonNode page = Json.stored(out.toString());
    assertThat(page.path("items")).hasSize(1);
    assertThat(page.hasNonNull("next")).isTrue();
  }

  @Test
  void answersAScriptThatFailsWithJsonOnStandardError() {
    assertThat(call("list", "--project", "nowhere", "--json")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).hasLineCount(1);
    assertThat(Json.stored(err.toString()).path("code").asText()).isEqualTo("no-such-project");
    assertThat(Json.stored(err.toString()).path("status").asInt()).isEqualTo(404);

    assertThat(run("list", "--json")).isEqualTo(2);
    assertThat(Json.stored(err.toString()).path("code").asText()).isEqualTo("usage");
    assertThat(run("status", "--json", "--url", "http://127.0.0.1:1", "--key", "k")).isEqualTo(1);
    assertThat(Json.stored(err.toString()).path("detail").asText()).contains("nothing answers");
    assertThat(run("status", "--json", "--url", "nonsense")).isEqualTo(2);
    assertThat(run("status", "--url", "http://127.0.0.1:1", "--key", "a\nsecret")).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("secret").hasLineCount(1);
  }

  @Test
  void postsForLaterAndWaitsForNothing(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("later.txt"), "Due on 2026-03-01.");
    String[] later = {"--project", "letters-later", file.toString(), "--queue", "low", "--run-at"};

    assertThat(call("extract", with(later, "2999-01-01T01:00+01:00", "--json")))
        .as(err.toString())
        .isZero();
    JsonNode item = Json.stored(out.toString()).at("/items/0");
    assertThat(item.path("status").asText()).isEqualTo("pending");
    assertThat(item.path("queue").asText()).isEqualTo("low");
    assertThat(item.path("nextAttemptAt").asText()).isEqualTo("2999-01-01T00:00:00Z");
    assertThat(call("extract", with(later, "2999-01-01T01:00+01:00"))).isZero();
    assertThat(out.toString()).contains("later.txt", "pending");

    assertThat(call("extract", with(later, "soon"))).isEqualTo(2);
    assertThat(err.toString()).contains("--run-at", "soon").hasLineCount(1);
    assertThat(call("extract", with(later, "1969-01-01T00:00Z"))).isEqualTo(1);
    assertThat(out + err.toString()).contains("runAt lies between");
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void endsQuietlyWhenNobodyReadsOn() {
    var closed =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    err = new StringWriter();
    int exit =
        Commands.commandLine(new PrintWriter(closed), new PrintWriter(err, true))
            .execute(
                "list",
                "--project",
                "letters",
                "--url",
                server.uri().toString(),
                "--key",
                ServerInMemory.KEY);

    assertThat(exit).isZero();
    assertThat(err.toString()).isEmpty();
  }

  private String post(String project, String source) {
    http.json("PUT", "/projects/" + project, "{}");
    return Http.tree(
            http.json(
                "POST",
                "/projects/" + project + "/extractions",
                "{\"source\":\"%s\",\"text\":\"Due on 2026-03-01.\"}".formatted(source)))
        .path("id")
        .asText();
  }

  private int call(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--url", server.uri().toString(), "--key", ServerInMemory.KEY));
    all.addAll(Arrays.asList(arguments));
    return run(all.toArray(String[]::new));
  }

  private int call(String[] all) {
    return call(all[0], Arrays.copyOfRange(all, 1, all.length));
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}
