package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.LetterOptions;
import dev.tercet.cli.terminal.Table;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.saga.bulk.BulkRun;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tercet redrive}: another attempt for dead letters, at a rate. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = {
      "Gives dead letters another attempt, at a rate, and waits until all have been sent on their way.",
      "The run goes on in the service when this command is interrupted.",
      "Exit code 1 when it was aborted."
    },
    footer = {
      "",
      "Examples:",
      "  tercet redrive --project letters --dry-run",
      "  tercet redrive --code provider-timeout --rate 10",
      "  tercet redrive --project letters --discard \"the sender asked for it\" --json"
    })
public final class RedriveCommand implements Callable<Integer> {
  private static final String RUNS = "/dead-letters/redrive";
  private static final Duration PAUSE = Duration.ofMillis(500);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private LetterOptions letters = new LetterOptions();

  @Option(names = "--rate", description = "At most so many a second, 1 to 10000 (50).")
  private @Nullable Integer rate;

  @Option(names = "--dry-run", description = "Count by cause, change nothing.")
  private boolean dryRun;

  @Option(
      names = "--discard",
      paramLabel = "REASON",
      description = "Delete them instead; each history repeats the reason.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    ObjectNode filter = letters.filter();
    if (spec != null && filter.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Which? Name --project, --code or --class, as tercet dead-letters does");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("filter", filter);
    body.put("dryRun", dryRun);
    if (rate != null) {
      body.put("rate", rate);
    }
    if (reason != null) {
      body.put("action", "discard").put("reason", reason);
    }
    return options.call(spec, (client, terminal) -> run(client, terminal, body));
  }

  private int run(ApiClient client, Terminal terminal, ObjectNode body) {
    JsonNode answer = client.send("POST", RUNS, body);
    if (dryRun) {
      show(terminal, answer);
      return 0;
    }
    JsonNode run = awaitEnd(client, terminal, answer);
    boolean finished = isIn(run, BulkRun.State.FINISHED);
    if (options.json()) {
      terminal.json(run);
    } else {
      terminal.line(
          finished ? "@|green Done:|@ %s %s, %s refused." : "@|red Aborted:|@ %s %s, %s refused.",
          run.path("done").asLong(),
          reason == null ? "will be tried again" : "are discarded",
          run.path("refused").asLong());
    }
    return finished ? 0 : 1;
  }

  private static JsonNode awaitEnd(ApiClient client, Terminal terminal, JsonNode begun) {
    String address = RUNS + "/" + begun.path("id").asText();
    JsonNode run = begun;
    var pause = new LoopSignal();
    while (isIn(run, BulkRun.State.RUNNING)) {
      long done = run.path("done").asLong() + run.path("refused").asLong();
      terminal.progress(done, Math.max(done, run.path("matched").asLong()), "sent on their way");
      pause.rest(PAUSE);
      run = client.get(address);
    }
    return run;
  }

  private static boolean isIn(JsonNode run, BulkRun.State state) {
    return run.path("state").asText().equals(state.label());
  }

  private void show(Terminal terminal, JsonNode preview) {
    if (options.json()) {
      terminal.json(preview);
      return;
    }
    if (!preview.path("causes").isEmpty()) {
      Table table = Table.of("project", "~code", "class", "stage", "#count");
      for (JsonNode cause : preview.path("causes")) {
        table.row(
            cause.path("project").asText(),
            cause.path("code").asText(),
            cause.path("class").asText(),
            cause.path("stage").asText(),
            cause.path("count").asText() + (cause.path("more").asBoolean() ? "+" : ""));
      }
      table.print(terminal);
    }
    terminal.line(
        "%s%s would be %s; nothing was changed.",
        preview.path("more").asBoolean() ? "More than " : "",
        preview.path("matched").asLong(),
        reason == null ? "tried again" : "discarded");
  }
}
