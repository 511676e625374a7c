package dev.tercet.api.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tercet resume}: gives out of a paused queue again. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Gives out of a paused queue again.",
    footer = {"", "Examples:", "  tercet resume low", "  tercet resume default --json"})
final class ResumeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "QUEUE", description = "critical, default or low.")
  private String queue = "";

  @Override
  public Integer call() {
    return options.call(
        spec,
        (client, terminal) -> {
          var state =
              client.send(
                  "POST",
                  "/queues/" + ApiClient.encoded(queue) + "/resume",
                  JsonNodeFactory.instance.objectNode());
          if (options.json()) {
            terminal.json(state);
          } else {
            terminal.line(
                "%s is resumed; %s wait in it",
                state.path("name").asText(), state.path("depth").asText());
          }
          return 0;
        });
  }
}
