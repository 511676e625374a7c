package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.AwaitEnd;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.client.DocumentFiles;
import dev.tercet.cli.client.PostDocuments;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tercet extract}: posts files and folders and waits for their facts. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = {
      "Posts files or folders to a project (created when absent) and waits until all have ended.",
      "Every file is sent; the service decides what it can read.",
      "With --run-at it posts only: nothing begins before then, whoever waits.",
      "Exit code 1 when any failed or was refused."
    },
    footer = {
      "",
      "Examples:",
      "  tercet extract letters/ --project letters",
      "  tercet extract a.txt b.md --project notes --json",
      "  tercet extract archive/ --project archive --queue low --run-at 2026-12-24T22:00:00+01:00",
      "  tercet extract mail/ --project mail --url http://127.0.0.1:9000 --key $KEY"
    })
public final class ExtractCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @Option(names = "--project", required = true, description = "Into which project.")
  private String project = "";

  @Option(names = "--queue", description = "critical, default or low; default unless given.")
  private @Nullable String queue;

  @Option(
      names = "--run-at",
      paramLabel = "TIME",
      description =
          "Not before, with an offset: 2026-12-24T22:00:00+01:00 or 2026-12-24T21:00:00Z.")
  private @Nullable OffsetDateTime runAt;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files or folders.")
  private List<Path> paths = List.of();

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(Streams.out(spec));
    DocumentFiles files = DocumentFiles.among(paths);
    if (files.size() == 0) {
      Streams.err(spec).println("tercet: there are no documents");
      return 1;
    }
    PrintWriter err = Streams.err(spec);
    Consumer<String> refused = options.json() ? err::println : terminal::plain;
    try (ApiClient client = options.client()) {
      var posting = post(client, project, files, fields(), terminal, refused);
      Summary summary =
          runAt == null
              ? ended(client, project, posting, terminal)
              : new Summary(project, posting, posting.taken());
      if (options.json()) {
        terminal.json(summary.json());
      } else {
        summary.print(terminal);
      }
      return summary.isGood() ? 0 : 1;
    }
  }

  /** Posts the files into the project, waits, and tells what became of them. */
  public static Summary extract(
      ApiClient client,
      String project,
      DocumentFiles files,
      Terminal terminal,
      Consumer<String> refused) {
    return ended(
        client, project, post(client, project, files, Map.of(), terminal, refused), terminal);
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (queue != null) {
      fields.put("queue", queue);
    }
    if (runAt != null) {
      fields.put("runAt", runAt.toString());
    }
    return fields;
  }

  private static PostDocuments post(
      ApiClient client,
      String project,
      DocumentFiles files,
      Map<String, String> fields,
      Terminal terminal,
      Consumer<String> refused) {
    String path = "/projects/" + ApiClient.encoded(project);
    if (client.find(path) == null) {
      client.send("PUT", path, JsonNodeFactory.instance.objectNode());
    }
    var posting = new PostDocuments(client, project, fields, refused);
    posting.post(files, terminal);
    return posting;
  }

  private static Summary ended(
      ApiClient client, String project, PostDocuments posting, Terminal terminal) {
    Map<String, JsonNode> ended =
        new AwaitEnd(client, project).await(posting.extractions().values(), terminal);
    return new Summary(project, posting, ended);
  }
}
