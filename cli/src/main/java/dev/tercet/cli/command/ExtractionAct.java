package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.CommandFailure;
import dev.tercet.cli.client.ExtractionOptions;
import dev.tercet.cli.terminal.PrintedText;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What a person asks of extractions, one after the other: a refusal of one stops none of the rest.
 */
abstract sealed class ExtractionAct implements Callable<Integer>
    permits CancelCommand, DeleteCommand, RetryCommand {
  private final String method;
  private final String suffix;
  private final String outcome;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private ExtractionOptions extractions = new ExtractionOptions();

  /**
   * One kind of request.
   *
   * @param method of HTTP
   * @param suffix behind the extraction's address
   * @param outcome what to say of one that was taken
   */
  ExtractionAct(String method, String suffix, String outcome) {
    this.method = method;
    this.suffix = suffix;
    this.outcome = outcome;
  }

  /** Asks it of all; 1 when any was refused. */
  @Override
  public Integer call() {
    return options.call(spec, this::ask);
  }

  private int ask(ApiClient client, Terminal terminal) {
    PrintWriter err = Streams.err(spec);
    int exit = 0;
    for (UUID id : extractions.ids()) {
      try {
        JsonNode extraction = client.send(method, extractions.path(id) + suffix, nothing());
        if (options.json()) {
          terminal.json(extraction);
        } else {
          String now = extraction.path("id").asText(id.toString());
          terminal.line(
              "%s %s%s (%s)",
              id,
              outcome,
              now.equals(id.toString()) ? "" : " as " + now,
              extraction.path("source").asText());
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
