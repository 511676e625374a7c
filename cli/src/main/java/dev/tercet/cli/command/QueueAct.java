package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.terminal.Terminal;

/**
 * What a person asks of a queue.
 *
 * @param action as its address names it
 * @param outcome what to say of a queue that did it
 */
record QueueAct(String action, String outcome) {

  /** Asks it, and tells what became of the queue. */
  int ask(String queue, ClientOptions options, ApiClient client, Terminal terminal) {
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
