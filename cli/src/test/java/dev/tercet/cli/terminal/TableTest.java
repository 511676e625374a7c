package dev.tercet.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TableTest {
  private final StringWriter out = new StringWriter();
  private final Terminal terminal = new Terminal(new PrintWriter(out), Ansi.OFF);

  @Test
  void fitsTheTerminalWhateverItHolds() {
    Table table = Table.of("id", "status", "~source", "#passages");
    List<String> sources =
        List.of(
            "s", "x".repeat(500), "猫".repeat(300), "👩‍🚀".repeat(200), "e\u0301".repeat(400), "");
    sources.forEach(
        it -> table.row("019acb52-7e1c-7d3a-9c57-0f2d6f6c2b11", "superseded", it, 123_456));

    table.print(terminal);

    assertThat(out.toString().lines().toList())
        .hasSize(7)
        .allSatisfy(line -> assertThat(DisplayWidth.of(line)).as(line).isLessThanOrEqualTo(80));
    assertThat(out.toString()).contains("019acb52-7e1c-7d3a-9c57-0f2d6f6c2b11", "xxx…", "猫…");
    assertThat(out.toString().lines().skip(1).map(it -> it.substring(it.length() - 6)))
        .containsOnly("123456");
  }

  @Test
  void countsColumnsAsATerminalDoes() {
    assertThat(DisplayWidth.of("abc")).isEqualTo(3);
    assertThat(DisplayWidth.of("猫と")).isEqualTo(4);
    assertThat(DisplayWidth.of("👩‍🚀")).isEqualTo(2);
    assertThat(DisplayWidth.of("❤️")).isEqualTo(2);
    assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
  }

  @Test
  void takesTheWidthThatTheShellTells() {
    assertThat(Terminal.width("120", false)).isEqualTo(120);
    assertThat(Terminal.width("nonsense", false)).isEqualTo(80);
    assertThat(Terminal.width(null, false)).isEqualTo(80);
    assertThat(Terminal.width("1", false)).isEqualTo(40);
  }
}
