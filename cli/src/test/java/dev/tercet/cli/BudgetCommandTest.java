package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetCommandTest {
  private final ServerInMemory server = new ServerInMemory();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--tenant default", "--project letters"})
  void showsPutsAndTakesAway(String whose) {
    server.stores().projects().put("default", "letters", "{}", "{}");
    assertThat(call(whose, "")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("calls today", "There is no budget.");

    assertThat(call(whose, "--per-day 10.5 --calls 7")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("10.5 USD", "7");
    assertThat(call(whose, "--per-month 100 --currency USD --json")).isZero();
    assertThat(out.toString()).hasLineCount(1);
    JsonNode budget = Json.stored(out.toString());
    assertThat(budget.has("perDay")).isFalse();
    assertThat(budget.at("/perMonth/amount").textValue()).isEqualTo("100");

    assertThat(call(whose, "--calls 0")).isZero();
    assertThat(out.toString()).contains("It is spent until 20");
    assertThat(call(whose, "--none")).isZero();
    assertThat(out.toString()).contains("There is no budget.");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(call("--project letters --tenant default", "")).isEqualTo(2);
    assertThat(call("", "--none --calls 7")).isEqualTo(2);
    assertThat(call("", "--calls many")).isEqualTo(2);
    assertThat(call("", "--per-day ten")).isEqualTo(1);
    assertThat(err.toString()).contains("perDay");
    assertThat(call("", "--per-day 10 --currency XYZ")).isEqualTo(1);
    assertThat(err.toString()).contains("priced in USD");
    assertThat(call("--project none-such", "")).isEqualTo(1);
  }

  private int call(String whose, String wish) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("budget"));
    all.addAll(List.of("--url", server.uri().toString(), "--key", ServerInMemory.KEY));
    Arrays.stream((whose + " " + wish).split(" ")).filter(it -> !it.isEmpty()).forEach(all::add);
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
