package dev.tercet.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.api.shape.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class PrintedTextTest {
  private static final String HOSTILE =
      "a\u001b[2Jb\u009b31mc\rd\ne\u202ef\u2066g\u0007h\u2028i\ud800j\u007f\u200b@|red k|@ %s";

  @Test
  void letsNoControlCharacterThrough() {
    String visible = PrintedText.of(HOSTILE);

    assertThat(visible.codePoints())
        .noneMatch(it ->
            switch (Character.getType(it)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.SURROGATE,
                  Character.LINE_SEPARATOR ->
                  true;
              default -> false;
            });
    assertThat(visible).startsWith("a\ufffd[2Jb").contains("d ef");
  }

  @Test
  void keepsWhatPeopleWrite() {
    assertThat(PrintedText.of("Käse 猫 👩‍🚀 می‌خواهم")).isEqualTo("Käse 猫 👩‍🚀 می‌خواهم");
  }

  @Test
  void escapesInJsonAndLosesNothing() {
    String json = PrintedText.json(JsonNodeFactory.instance.objectNode().put("text", HOSTILE));

    assertThat(json).doesNotContain("\u001b", "\u009b", "\u202e", "\u2028", "\u007f", "\n");
    assertThat(Json.stored(json).path("text").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void neverTakesAValueForMarkup() {
    var out = new StringWriter();
    var terminal = new Terminal(new PrintWriter(out), Ansi.ON);

    terminal.line("@|bold %s|@", HOSTILE);

    assertThat(out.toString().replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(PrintedText.of(HOSTILE) + System.lineSeparator());
    assertThat(out.toString()).contains("@|red k|@ %s").doesNotContain("\u001b[2J");
  }
}
