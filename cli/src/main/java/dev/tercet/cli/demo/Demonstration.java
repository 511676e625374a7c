package dev.tercet.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.shape.Json;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.DocumentFiles;
import dev.tercet.cli.command.ExtractCommand;
import dev.tercet.cli.command.SearchCommand;
import dev.tercet.cli.command.Summary;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The demo's acts on a running service: documents, a search, an accident, its repair.
 *
 * @param samples the folder of the documents, with the schema of their facts if they have one
 * @param terminal what is shown to whoever watches
 */
public record Demonstration(Path samples, Terminal terminal) {
  private static final String PROJECT = "demo";
  private static final String SCHEMA = "schema.json";
  private static final Set<String> DESCRIPTIONS = Set.of(SCHEMA, "README.md");
  private static final String QUERY = "When must the invoice be paid, and how much is it?";

  /** Everything among the samples but what describes them. */
  public DocumentFiles documents() throws IOException {
    try (Stream<Path> all = Files.list(samples)) {
      return DocumentFiles.among(
          all.filter(it -> !DESCRIPTIONS.contains(String.valueOf(it.getFileName()))).toList());
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("there are no samples in " + samples, e);
    }
  }

  /** Plays all acts with these documents; true when all went well and the search finds again. */
  public boolean show(ApiClient client, DocumentFiles files, TercetConfig config)
      throws IOException, InterruptedException {
    client.send("PUT", "/projects/" + PROJECT, project());
    Summary summary = ExtractCommand.extract(client, PROJECT, files, terminal, terminal::plain);
    summary.print(terminal);
    JsonNode best = search(client);
    terminal.line("");
    terminal.line("@|bold Searching:|@ %s", QUERY);
    if (best.isMissingNode()) {
      terminal.plain("Nothing found.");
      return false;
    }
    SearchCommand.print(JsonNodeFactory.instance.arrayNode().add(best), terminal);
    if (config.stores().external() != null) {
      terminal.plain("The demo breaks only stores of its own, so it ends here.");
      return summary.isGood();
    }
    boolean healed =
        new DemoRepair(client, PROJECT, terminal)
            .play(
                DemoFault.on(config.server().dataDir()),
                summary.posting().extractions().values(),
                best,
                () -> search(client));
    return summary.isGood() && healed;
  }

  /** The best hit that has facts; a missing node when there is none. */
  private static JsonNode search(ApiClient client) {
    ObjectNode question = JsonNodeFactory.instance.objectNode().put("query", QUERY).put("limit", 5);
    JsonNode hits = client.send("POST", "/projects/" + PROJECT + "/search", question);
    for (JsonNode hit : hits.path("items")) {
      if (!hit.path("facts").isEmpty()) {
        return hit;
      }
    }
    return MissingNode.getInstance();
  }

  /** The samples' own schema, if they have one. */
  private ObjectNode project() throws IOException {
    ObjectNode project = JsonNodeFactory.instance.objectNode();
    Path schema = samples.resolve(SCHEMA);
    if (Files.exists(schema)) {
      project.set("schema", Json.stored(Files.readString(schema)));
    }
    return project;
  }
}
