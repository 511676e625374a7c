package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.shape.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What {@code tercet bench} prints on stores of its own. */
final class BenchLines {
  private BenchLines() {}

  /** One object a line; the measurement must be good. */
  static List<JsonNode> measured(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("bench", "--embedded"));
    all.addAll(List.of(arguments));
    int exit =
        Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    assertThat(exit).as(err.toString()).isZero();
    return out.toString().lines().map(Json::stored).toList();
  }
}
