package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.CommandFailure;
import dev.tercet.cli.client.ExtractionOptions;
import dev.tercet.cli.terminal.PrintedText;
import dev.tercet.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.UUID;

/**
 * What a person asks of extractions, one after the other: a refusal of one stops none of the rest.
 *
 * @param method of HTTP
 * @param suffix behind the extraction's address
 * @param outcome what to say of one that was taken
 */
record ExtractionAct(String method, String suffix, String outcome) {

  /** Asks it of all; 1 when any was refused. */
  int ask(
      ClientOptions options,
      ExtractionOptions extractions,
      ApiClient client,
      Terminal terminal,
      PrintWriter err) {
    int exit = 0;
    for (UUID id : extractions.ids()) {
      try {
        JsonNode extraction = client.send(method, extractions.path(id) + suffix, nothing());
        if (options.json()) {
          terminal.json(extraction);
        } else {
          terminal.line("%s %s (%s)", id, outcome, extraction.path("source").asText());
        }
      } catch (ApiClient.ApiException e) {
        if (!e.isAboutOne()) {
          throw e;
        }
        exit = 1;
        err.println(
            options.json() ? PrintedText.json(e.problem()) : "tercet: " + CommandFailure.words(e));
        err.flush();
      }
    }
    return exit;
  }

  private static ObjectNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }
}
