package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The commands for dead letters. Whatever asks the service makes a page of the runs that are due.
 */
class LetterCommandsTest {
  private static final Failure TIMEOUT =
      new Failure(
          "provider-timeout", FailureClass.TRANSIENT, "no \u001b[31manswer", Stage.ACCEPTED);

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void haveFailed() {
    http.json("PUT", "/projects/letters", "{}");
    for (int n = 0; n < 3; n++) {
      String id =
          Http.tree(
                  http.json(
                      "POST",
                      "/projects/letters/extractions",
                      "{\"source\":\"%d\",\"text\":\"Due on 2026-03-01.\"}".formatted(n)))
              .path("id")
              .asText();
      server.stores().fail(UUID.fromString(id), TIMEOUT);
    }
    server.beforeStores(() -> server.stores().services().bulk().workOnce());
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void listsWhatHasFailedByCause() {
    assertThat(call("dead-letters")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains(
            "letters", "provider-timeout", "transient", "3", "tercet redrive --project letters")
        .doesNotContain("\u001b");

    assertThat(call("dead-letters", "--project", "letters", "--json")).isZero();
    assertThat(out.toString()).hasLineCount(1);
    assertThat(Json.stored(out.toString()).at("/items/0/count").asInt()).isEqualTo(3);
    assertThat(call("dead-letters", "--class", "poison")).isZero();
    assertThat(out.toString()).isEqualTo("There are none." + System.lineSeparator());
  }

  @Test
  void previewsAndRedrives() {
    assertThat(call("redrive", "--project", "letters", "--dry-run")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("provider-timeout", "3 would be tried again; nothing was changed.");
    assertThat(call("dead-letters", "--json")).isZero();
    assertThat(Json.stored(out.toString()).at("/items/0/count").asInt()).isEqualTo(3);

    assertThat(call("redrive", "--code", "provider-timeout", "--rate", "100")).isZero();
    assertThat(out.toString()).contains("Done: 3 will be tried again, 0 refused.");
    assertThat(call("dead-letters")).isZero();
    assertThat(out.toString()).contains("There are none.");
  }

  @Test
  void discardsWithAReasonAndAnswersJson() {
    assertThat(call("redrive", "--project", "letters", "--discard", "spam", "--json")).isZero();

    JsonNode run = Json.stored(out.toString());
    assertThat(run.path("action").asText()).isEqualTo("discard");
    assertThat(run.path("state").asText()).isEqualTo("finished");
    assertThat(run.path("done").asInt()).isEqualTo(3);
  }

  @Test
  void asksForAFilterAndTellsRefusals() {
    assertThat(call("redrive")).isEqualTo(2);
    assertThat(err.toString()).contains("Name --project, --code or --class").hasLineCount(1);
    assertThat(call("redrive", "--code", "x", "--rate", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("/rate").hasLineCount(1);
    assertThat(call("redrive", "--project", "never")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no project never").hasLineCount(1);
  }

  private int call(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--url", server.uri().toString(), "--key", ServerInMemory.KEY));
    all.addAll(Arrays.asList(arguments));
    out = new StringWriter();
    err = new StringWriter();
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
