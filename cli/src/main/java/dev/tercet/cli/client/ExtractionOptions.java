package dev.tercet.cli.client;

import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which extractions a command is about. */
public final class ExtractionOptions {
  @Option(names = "--project", required = true, description = "Of which project.")
  private String project = "";

  @Parameters(paramLabel = "ID", arity = "1..*", description = "As tercet list shows them.")
  private List<UUID> ids = List.of();

  public List<UUID> ids() {
    return ids;
  }

  /** The address of one of them. */
  public String path(UUID id) {
    return "/projects/" + ApiClient.encoded(project) + "/extractions/" + id;
  }
}
