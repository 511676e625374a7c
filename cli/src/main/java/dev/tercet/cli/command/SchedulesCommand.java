package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.terminal.Table;
import dev.tercet.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet schedules}: recurring work, and what a person can ask of it. */
@Command(
    name = "schedules",
    mixinStandardHelpOptions = true,
    description = {
      "Shows recurring work with its next time and how its last one fared;",
      "or makes, runs or deletes a schedule."
    },
    footer = {
      "",
      "Examples:",
      "  tercet schedules",
      "  tercet schedules --put again --cron \"0 3 * * *\" --zone Europe/Berlin --action retry --project letters",
      "  tercet schedules --put nightly --cron \"30 1 * * 0\" --zone UTC --action purge",
      "  tercet schedules --run nightly",
      "  tercet schedules --delete nightly --json"
    })
public final class SchedulesCommand implements Callable<Integer> {
  private static final String ADDRESS = "/schedules";

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable Act act;

  /** What is asked; the table when nothing is. */
  private static final class Act {
    @ArgGroup(exclusive = false)
    private @Nullable Wish wish;

    @Option(
        names = "--run",
        required = true,
        paramLabel = "NAME",
        description = "Make this one due now.")
    private @Nullable String run;

    @Option(
        names = "--delete",
        required = true,
        paramLabel = "NAME",
        description = "End this one; what it has begun goes on.")
    private @Nullable String delete;
  }

  /** What is to be done when. */
  private static final class Wish {
    @Option(
        names = "--put",
        required = true,
        paramLabel = "NAME",
        description = "Make this one, or change it.")
    private String name = "";

    @Option(
        names = "--cron",
        required = true,
        description =
            "Minute, hour, day of the month, month, day of the week; if both days are given both must fit.")
    private String cron = "";

    @Option(names = "--zone", description = "Whose clock is meant, such as Europe/Berlin (UTC).")
    private String zone = "UTC";

    @Option(names = "--action", required = true, description = "reconcile, purge or retry.")
    private String action = "";

    @Option(names = "--project", description = "Of this project.")
    private @Nullable String project;

    ObjectNode body() {
      ObjectNode body =
          JsonNodeFactory.instance
              .objectNode()
              .put("cron", cron)
              .put("zone", zone)
              .put("action", action);
      if (project != null) {
        body.put("project", project);
      }
      return body;
    }
  }

  @Override
  public Integer call() {
    return options.call(spec, this::ask);
  }

  private int ask(ApiClient client, Terminal terminal) {
    if (act == null) {
      options.show(client.get(ADDRESS), terminal, it -> print(it, terminal));
    } else if (act.wish != null) {
      told(
          terminal, client.send("PUT", address(act.wish.name), act.wish.body()), "%s is due at %s");
    } else if (act.run != null) {
      told(
          terminal,
          client.send("POST", address(act.run) + "/run", JsonNodeFactory.instance.objectNode()),
          "%s is due at %s");
    } else if (act.delete != null) {
      told(
          terminal,
          client.send("DELETE", address(act.delete), JsonNodeFactory.instance.objectNode()),
          "%s is deleted");
    }
    return 0;
  }

  private static String address(String name) {
    return ADDRESS + "/" + ApiClient.encoded(name);
  }

  private void told(Terminal terminal, JsonNode schedule, String words) {
    if (options.json()) {
      terminal.json(schedule);
    } else {
      terminal.line(
          words, schedule.path("name").asText(), schedule.path("nextAt").asText("no time"));
    }
  }

  private static void print(JsonNode found, Terminal terminal) {
    Table table =
        Table.of("name", "cron", "zone", "action", "project", "next", "last", "outcome", "~error");
    for (JsonNode schedule : found.path("items")) {
      JsonNode last = schedule.path("last");
      table.row(
          schedule.path("name").asText(),
          schedule.path("cron").asText(),
          schedule.path("zone").asText(),
          schedule.path("action").asText(),
          schedule.path("project").asText(),
          schedule.path("nextAt").asText(),
          last.path("at").asText().replaceFirst("\\.\\d+", ""),
          last.path("outcome").asText(),
          last.path("error").asText());
    }
    table.print(terminal);
  }
}
