package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulesCommandTest {
  private final ServerInMemory server = new ServerInMemory();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void makesShowsRunsAndDeletes() {
    assertThat(call()).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualTo("There are none." + System.lineSeparator());

    assertThat(
            call(
                "--put",
                "nightly",
                "--cron",
                "0 3 * * *",
                "--zone",
                "Europe/Berlin",
                "--action",
                "purge"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("nightly is due at 20").hasLineCount(1);
    assertThat(call()).isZero();
    assertThat(out.toString()).contains("nightly", "0 3 * * *", "Europe/Berlin", "purge");
    assertThat(call("--run", "nightly", "--json")).isZero();
    assertThat(Json.stored(out.toString()).path("name").asText()).isEqualTo("nightly");
    assertThat(call("--json")).isZero();
    assertThat(out.toString()).hasLineCount(1);
    assertThat(Json.stored(out.toString()).path("items")).hasSize(1);
    assertThat(call("--delete", "nightly")).isZero();
    assertThat(out.toString()).contains("nightly is deleted");
    assertThat(call("--delete", "nightly")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no schedule nightly").hasLineCount(1);
  }

  @Test
  void tellsWhatIsMissingAndWhatIsRefused() {
    assertThat(call("--put", "nightly", "--action", "purge")).isEqualTo(2);
    assertThat(err.toString()).contains("--cron");
    assertThat(call("--run", "a", "--delete", "b")).isEqualTo(2);
    assertThat(call("--put", "nightly", "--cron", "0 0 31 2 *", "--action", "purge")).isEqualTo(1);
    assertThat(err.toString()).contains("/cron").hasLineCount(1);
  }

  private int call(String... arguments) {
    List<String> all = new ArrayList<>(List.of("schedules"));
    all.addAll(List.of("--url", server.uri().toString(), "--key", ServerInMemory.KEY));
    all.addAll(Arrays.asList(arguments));
    out = new StringWriter();
    err = new StringWriter();
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
