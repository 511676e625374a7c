package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
  private final ServerInMemory server = new ServerInMemory();
  private final Thread worker = Thread.ofVirtual().unstarted(this::workUntilInterrupted);
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path folder = Path.of("unset");

  @BeforeAll
  void start() {
    for (Store store : Store.values()) {
      server.states().up(store);
    }
    worker.start();
  }

  @AfterAll
  void stop() throws InterruptedException {
    worker.interrupt();
    worker.join();
    server.close();
  }

  @Test
  void extractsAFolderAndShowsWhatBecameOfEachDocument() throws IOException {
    Path letters = Files.createDirectories(folder.resolve("letters"));
    Files.writeString(letters.resolve("a.txt"), "Write to a@example.org");
    Files.writeString(letters.resolve("b.md"), "# B\n\nDue on 2026-03-01.");
    Files.writeString(letters.resolve("c.html"), "<p>Mail <b>c@example.org</b></p>");
    Files.write(letters.resolve("d.bin"), new byte[] {1, 0, 2});
    Files.writeString(letters.resolve(".hidden"), "no");

    int exit = call("extract", letters.toString(), "--project", "letters");

    assertThat(exit).as(err.toString()).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "a.txt",
            "b.md",
            "c.html",
            "3 done",
            "1 refused",
            "d.bin: it is a file of an unknown type")
        .doesNotContain("\u001b");
  }

  @Test
  void answersAScriptWithJson() throws IOException {
    Path file = Files.writeString(folder.resolve("one.txt"), "Write to one@example.org");

    assertThat(call("extract", file.toString(), "--project", "json", "--json")).isZero();
    JsonNode summary = Json.stored(out.toString());
    assertThat(summary.at("/counts/done").asInt()).isEqualTo(1);
    assertThat(summary.at("/items/0/status").asText()).isEqualTo("done");

    assertThat(call("search", "--project", "json", "--json", "write", "to")).isZero();
    assertThat(Json.stored(out.toString()).at("/items/0/text").asText())
        .contains("one@example.org");
  }

  @Test
  void tellsAScriptWhatWasRefused() throws IOException {
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    Files.writeString(mixed.resolve("good.txt"), "Write to good@example.org");
    Files.write(mixed.resolve("empty.txt"), new byte[0]);

    assertThat(call("extract", mixed.toString(), "--project", "mixed", "--json")).isEqualTo(1);

    JsonNode summary = Json.stored(out.toString());
    assertThat(summary.at("/counts/done").asInt()).isEqualTo(1);
    assertThat(summary.at("/refused/0/source").asText()).endsWith("mixed/empty.txt");
    assertThat(summary.at("/refused/0/reason").asText()).startsWith("it is empty");
    assertThat(err.toString()).contains("refused").contains("empty.txt").hasLineCount(1);
  }

  @Test
  void failsWhenADocumentIsRefused() throws IOException {
    Path file = folder.resolve("bad.pdf");
    Files.writeString(file, "%PDF-1.7 broken");

    assertThat(call("extract", file.toString(), "--project", "refused")).isEqualTo(1);
    assertThat(out.toString()).contains("refused").contains("PDF");
  }

  @Test
  void showsThePassagesFoundWithTheirFacts() throws IOException {
    Path file = Files.writeString(folder.resolve("s.txt"), "Acme GmbH owes 12.50 EUR.");
    call("extract", file.toString(), "--project", "search");

    assertThat(call("search", "--project", "search", "--limit", "1", "who owes")).isZero();
    assertThat(out.toString()).contains("s.txt", "score", "“12.50 EUR”");
  }

  @Test
  void saysWhenTheServiceIsNotReady() {
    server.states().down(Store.QDRANT, "127.0.0.1:6334: refused");
    try {
      assertThat(call("status")).isEqualTo(1);
      assertThat(out.toString()).contains("not ready", "qdrant: 127.0.0.1:6334: refused");
    } finally {
      server.states().up(Store.QDRANT);
    }
  }

  @Test
  void failsInOneLine() {
    assertThat(call("search", "--project", "none", "words")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("tercet: there is no project none\n");

    assertThat(run("status", "--url", server.uri().toString(), "--key", "wrong")).isEqualTo(1);
    assertThat(err.toString()).contains("give a key with --key").hasLineCount(1);

    assertThat(run("status", "--url", "http://127.0.0.1:1", "--key", "k")).isEqualTo(1);
    assertThat(err.toString()).contains("nothing answers at http://127.0.0.1:1").hasLineCount(1);
  }

  @Test
  void saysHowItIsMisusedInOneLine() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("fly")).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1);
    assertThat(run("search", "words")).isEqualTo(2);
    assertThat(err.toString()).contains("--project");
    assertThat(run("recover")).isEqualTo(2);
    assertThat(err.toString()).contains("--project").hasLineCount(1);
    assertThat(run("bench", "--documents", "0")).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("tercet: --documents is from 1 to 1000000\n");
    assertThat(run("bench", "--rate", "-1")).isEqualTo(2);
    assertThat(run("serve", "--embedded", "--external")).isEqualTo(2);
    assertThat(run("serve", "--set", "tercet.prot=1")).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("tercet: unknown key tercet.prot in --set\n");
    assertThat(run("serve", "--port", "many")).isEqualTo(2);
    assertThat(err.toString()).contains("tercet.port", "--port").hasLineCount(1);
    assertThat(call("extract", folder.resolve("none").toString(), "--project", "p")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "extract",
        "search",
        "status",
        "projects",
        "list",
        "get",
        "history",
        "retry",
        "cancel",
        "delete",
        "dead-letters",
        "redrive",
        "schedules",
        "spend",
        "budget",
        "pause",
        "resume",
        "drift",
        "recover",
        "bench",
        "version",
        "completion"
      })
  void explainsEveryCommandWithExamples(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Examples:", "tercet " + command);
  }

  private int call(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--url", server.uri().toString(), "--key", ServerInMemory.KEY));
    all.addAll(Arrays.asList(arguments));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private void workUntilInterrupted() {
    while (!Thread.currentThread().isInterrupted()) {
      server.stores().work();
      LockSupport.parkNanos(5_000_000);
    }
  }
}
