package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a person asks of a queue. */
abstract sealed class QueueAct implements Callable<Integer> permits PauseCommand, ResumeCommand {
  private final String action;
  private final String outcome;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "QUEUE", description = "critical, default or low.")
  private String queue = "";

  /**
   * One kind of request.
   *
   * @param action as its address names it
   * @param outcome what to say of a queue that did it
   */
  QueueAct(String action, String outcome) {
    this.action = action;
    this.outcome = outcome;
  }

  /** Asks it, and tells what became of the queue. */
  @Override
  public Integer call() {
    return options.call(spec, this::ask);
  }

  private int ask(ApiClient client, Terminal terminal) {
    JsonNode state =
        client.send(
            "POST",
            "/queues/" + ApiClient.encoded(queue) + "/" + action,
            JsonNodeFactory.instance.objectNode());
    if (options.json()) {
      terminal.json(state);
    } else {
      terminal.line(
          "%s is %s; %s wait in it",
          state.path("name").asText(), outcome, state.path("depth").asText());
    }
    return 0;
  }
}
