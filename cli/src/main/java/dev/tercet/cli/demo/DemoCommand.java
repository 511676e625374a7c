package dev.tercet.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.security.AdminKey;
import dev.tercet.api.shape.Json;
import dev.tercet.api.wiring.ProgramFolder;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.DocumentFiles;
import dev.tercet.cli.command.ExtractCommand;
import dev.tercet.cli.command.SearchCommand;
import dev.tercet.cli.command.Summary;
import dev.tercet.cli.service.RunningService;
import dev.tercet.cli.service.ServiceOptions;
import dev.tercet.cli.service.StartNotices;
import dev.tercet.cli.service.TemporaryFolder;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
      "Shows the main job on embedded stores, from documents to a search, an accident and its repair.",
      "It starts the stores and the service, extracts the sample documents, shows what was found,",
      "searches, breaks two of the stores, repairs them, searches again, and stops."
    },
    footer = {
      "",
      "Examples:",
      "  tercet demo",
      "  tercet demo --keep --data demo-data",
    })
public final class DemoCommand implements Callable<Integer> {
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
    Settings settings =
        options
            .settings(err)
            .withFlag("demo", "tercet.port", "0")
            // The repair is shown on request; the schedule would be there first.
            .withFlag("demo", "tercet.reconciler.interval", "10m");
    TemporaryFolder temporary = options.hasData() ? null : TemporaryFolder.create("tercet-demo-");
    if (temporary != null) {
      settings = settings.withFlag("demo", "tercet.data-dir", temporary.path().toString());
    }
    TercetConfig config = TercetConfig.of(settings);
    terminal.step("Starting Postgres, Redis, the vector engine and the service");
    try (var running = new RunningService(config, StartNotices.silent())) {
      URI uri = running.awaitReady();
      terminal.line("@|bold Ready|@ at %s with data in %s", uri, config.server().dataDir());
      boolean good = show(new ApiClient(uri, key(config)), files, config, terminal);
      if (keep) {
        terminal.plain("It goes on running; end it with Ctrl-C. " + whereTheKeyIs(config));
        return running.awaitStop();
      }
      return good ? 0 : 1;
    } finally {
      if (temporary != null && !keep) {
        temporary.delete();
      }
    }
  }

  private boolean show(
      ApiClient client, DocumentFiles files, TercetConfig config, Terminal terminal)
      throws IOException, InterruptedException {
    try (client) {
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
    return Optional.ofNullable(samples).orElseGet(() -> ProgramFolder.path().resolve("samples"));
  }

  private static String whereTheKeyIs(TercetConfig config) {
    return config.server().adminKey() != null
        ? "Its key is the configured one."
        : "Its key is in " + new AdminKey(config.server().dataDir()).file();
  }

  public static String key(TercetConfig config) {
    var configured = config.server().adminKey();
    return configured != null
        ? configured.value()
        : new AdminKey(config.server().dataDir()).local().orElse("");
  }
}
