package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.ListPages;
import dev.tercet.cli.client.PageOptions;
import dev.tercet.cli.terminal.Table;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.saga.Status;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet list}: the extractions of a project, newest first. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the extractions of a project, newest first.",
    footer = {
      "",
      "Examples:",
      "  tercet list --project letters",
      "  tercet list --project letters --status failed --limit 20",
      "  tercet list --project letters --q \"storm drain\" --json"
    })
public final class ListCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();
  @Mixin private PageOptions page = new PageOptions();

  @Option(names = "--project", required = true, description = "Of which project.")
  private String project = "";

  @Option(
      names = "--status",
      completionCandidates = Listed.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private @Nullable String status;

  @Option(names = "--source", description = "Only of this source.")
  private @Nullable String source;

  @Option(names = "--q", paramLabel = "WORDS", description = "Full-text over texts and facts.")
  private @Nullable String words;

  @Option(names = "--queue", description = "critical, default or low.")
  private @Nullable String queue;

  /** The statuses of what a list can show. */
  static final class Listed implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Status.values())
          .filter(it -> it != Status.DELETING)
          .map(Status::label)
          .iterator();
    }
  }

  @Override
  public Integer call() {
    String path = "/projects/" + ApiClient.encoded(project) + "/extractions";
    return options.call(
        spec,
        (client, terminal) -> {
          var pages = new ListPages(client, path);
          options.show(page.read(pages, query(), spec), terminal, it -> print(it, terminal));
          return 0;
        });
  }

  private void print(JsonNode found, Terminal terminal) {
    Table table = Table.of("id", "status", "~source", "#passages");
    for (JsonNode extraction : found.path("items")) {
      String status = extraction.path("status").asText();
      table.styled(
          status.equals(Status.FAILED.label()) ? "red" : "",
          extraction.path("id").asText(),
          status,
          extraction.path("source").asText(),
          PassageCounts.of(extraction));
    }
    table.print(terminal);
    page.printNext(found, terminal);
  }

  private String query() {
    return ListPages.parameter("status", status)
        + ListPages.parameter("source", source)
        + ListPages.parameter("q", words)
        + ListPages.parameter("queue", queue);
  }
}
