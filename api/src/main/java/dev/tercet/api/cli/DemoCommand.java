package dev.tercet.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.security.AdminKey;
import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet demo}: the main job on stores that start here, from nothing to a search hit. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts embedded stores and the service, extracts the sample documents, shows what was found,",
      "searches once, and stops."
    },
    footer = {
      "",
      "Examples:",
      "  tercet demo",
      "  tercet demo --keep --data demo-data",
    })
final class DemoCommand implements Callable<Integer> {
  private static final String PROJECT = "demo";
  private static final String SCHEMA = "schema.json";
  private static final Set<String> DESCRIPTIONS = Set.of(SCHEMA, "README.md");
  private static final String QUERY = "When must the invoice be paid, and how much is it?";

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ServiceOptions options = new ServiceOptions();

  @Option(names = "--keep", description = "Leave it running afterwards.")
  private boolean keep;

  @Option(
      names = "--samples",
      paramLabel = "DIR",
      description = "Other documents than the samples.")
  private @Nullable Path samples;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter err = Streams.err(spec);
    Terminal terminal = new Terminal(Streams.out(spec));
    DocumentFiles files = documents();
    Settings settings = options.settings(err).withFlag("demo", "tercet.port", "0");
    Path temporary = options.hasData() ? null : Files.createTempDirectory("tercet-demo-");
    if (temporary != null) {
      settings = settings.withFlag("demo", "tercet.data-dir", temporary.toString());
    }
    TercetConfig config = TercetConfig.of(settings);
    terminal.step("Starting Postgres, Redis, the vector engine and the service");
    try (var running = new RunningService(config, new StartNotices(err, true))) {
      URI uri = running.awaitReady();
      terminal.line("@|bold Ready|@ at " + uri + " with data in " + config.server().dataDir());
      boolean good = show(new ApiClient(uri, key(config)), files, terminal);
      if (keep) {
        terminal.plain("It goes on running; end it with Ctrl-C. Its key: " + key(config));
        return running.awaitStop();
      }
      return good ? 0 : 1;
    } finally {
      if (temporary != null && !keep) {
        delete(temporary);
      }
    }
  }

  private boolean show(ApiClient client, DocumentFiles files, Terminal terminal)
      throws IOException {
    try (client) {
      client.send("PUT", "/projects/" + PROJECT, project());
      Summary summary = ExtractCommand.extract(client, PROJECT, files, terminal);
      summary.print(terminal);
      ObjectNode question = JsonNodeFactory.instance.objectNode().put("query", QUERY);
      JsonNode hits =
          client.send("POST", "/projects/" + PROJECT + "/search", question.put("limit", 5));
      terminal.line("");
      terminal.line("@|bold Searching:|@ " + QUERY);
      ArrayNode best = JsonNodeFactory.instance.arrayNode();
      for (JsonNode hit : hits.path("items")) {
        if (best.isEmpty() && !hit.path("facts").isEmpty()) {
          best.add(hit);
        }
      }
      SearchCommand.print(best, terminal);
      return summary.isGood() && !best.isEmpty();
    }
  }

  /** Everything among the samples but what describes them. */
  private DocumentFiles documents() throws IOException {
    try (Stream<Path> all = Files.list(samples())) {
      return DocumentFiles.among(
          all.filter(it -> !DESCRIPTIONS.contains(String.valueOf(it.getFileName()))).toList());
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("there are no samples in " + samples(), e);
    }
  }

  /** The samples' own schema, if they have one. */
  private ObjectNode project() throws IOException {
    ObjectNode project = JsonNodeFactory.instance.objectNode();
    Path schema = samples().resolve(SCHEMA);
    if (Files.exists(schema)) {
      project.set("schema", Json.stored(Files.readString(schema)));
    }
    return project;
  }

  private Path samples() {
    return Optional.ofNullable(samples)
        .orElseGet(() -> Path.of(System.getProperty("tercet.home", "."), "samples"));
  }

  private static String key(TercetConfig config) {
    var configured = config.server().adminKey();
    return configured != null
        ? configured.value()
        : new AdminKey(config.server().dataDir()).local().orElse("");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
