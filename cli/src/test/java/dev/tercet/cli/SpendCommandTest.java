package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpendCommandTest {
  private final ServerInMemory server = new ServerInMemory();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    server.close();
  }

  private void paid() {
    UUID project = server.stores().projects().put("default", "letters", "{}", "{}").project().id();
    server
        .stores()
        .answers()
        .ended(
            new ModelCall(
                UUID.randomUUID(),
                project,
                UUID.randomUUID(),
                0,
                1,
                "openai",
                "model",
                Fingerprint.of("a question")),
            new Valid("[]"),
            new Usage(1, 1_000, 50, 100, 40, 20));
  }

  @Test
  void showsWhatWasSpentAsATableAndAsOneLineOfJson() {
    assertThat(call("spend")).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualTo("There are none." + System.lineSeparator());
    paid();

    assertThat(call("spend")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("letters", "1000", "0.000174 USD");
    assertThat(call("spend", "--by", "model", "--json")).isZero();
    assertThat(out.toString()).hasLineCount(1);
    JsonNode item = Json.stored(out.toString()).at("/items/0");
    assertThat(item.path("provider").asText()).isEqualTo("openai");
    assertThat(item.path("cachedTokens").textValue()).isEqualTo("100");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(call("spend", "--by", "tenant")).isEqualTo(2);
    assertThat(call("spend", "--from", "yesterday")).isEqualTo(1);
    assertThat(err.toString()).contains("2026-11-30");
  }

  private int call(String command, String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--url", server.uri().toString(), "--key", ServerInMemory.KEY));
    all.addAll(Arrays.asList(arguments));
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
