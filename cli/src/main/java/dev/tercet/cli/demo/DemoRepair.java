package dev.tercet.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.command.DriftCommand;
import dev.tercet.cli.command.RecoverCommand;
import dev.tercet.cli.command.RecoveryAnswer;
import dev.tercet.cli.command.SearchCommand;
import dev.tercet.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The demo's last act: something breaks in front of the user, and is found and repaired. */
record DemoRepair(ApiClient client, String project, Terminal terminal) {
  /** Of so many documents the points are lost. */
  private static final int DOCUMENTS = 8;

  /**
   * Plays it; true when the search finds the same hit as before.
   *
   * @param extractions all documents of the project
   * @param hit what the search found
   * @param search finds the best hit now; a missing node when there is none
   */
  boolean play(
      DemoFault accident, Collection<String> extractions, JsonNode hit, Supplier<JsonNode> search)
      throws InterruptedException {
    List<UUID> lost = points(hit.path("extractionId").asText(), extractions);
    terminal.line("");
    terminal.line("@|bold Now something breaks,|@ behind Tercet's back:");
    accident.deletePoints(lost);
    terminal.plain(
        "  %d points are deleted from Qdrant, those of %s among them"
            .formatted(lost.size(), hit.path("source").asText()));
    accident.flushRedis();
    terminal.plain("  Redis is flushed");
    JsonNode broken = search.get();
    terminal.plain(
        isSame(hit, broken)
            ? "  The search still finds the same passage."
            : "  The search no longer finds that passage.");

    terminal.line("");
    terminal.line("@|bold tercet drift --project " + project + "|@");
    new RecoveryAnswer(project, DriftCommand.drift(client, project)).print(terminal);

    terminal.line("");
    terminal.line("@|bold tercet recover --project " + project + "|@");
    var repaired =
        new RecoveryAnswer(
            project,
            RecoverCommand.recover(client, project, JsonNodeFactory.instance.objectNode()));
    repaired.print(terminal);

    JsonNode again = search.get();
    terminal.line("");
    terminal.line(
        "@|bold Searching again|@ " + (isSame(hit, again) ? "finds the same:" : "finds:"));
    SearchCommand.print(
        again.isMissingNode() ? again : JsonNodeFactory.instance.arrayNode().add(again), terminal);
    return repaired.isComplete() && isSame(hit, again);
  }

  private static boolean isSame(JsonNode hit, JsonNode other) {
    return hit.path("extractionId").equals(other.path("extractionId"))
        && hit.path("ordinal").equals(other.path("ordinal"));
  }

  /** The points of that document and of some others. */
  private List<UUID> points(String first, Collection<String> extractions) {
    List<String> documents = new ArrayList<>(List.of(first));
    extractions.stream()
        .filter(it -> !it.equals(first))
        .limit(DOCUMENTS - 1)
        .forEach(documents::add);
    List<UUID> points = new ArrayList<>();
    for (String document : documents) {
      JsonNode passages =
          client.get(
              "/projects/" + ApiClient.encoded(project) + "/extractions/" + document + "/passages");
      for (JsonNode passage : passages.path("items")) {
        if (passage.hasNonNull("embeddingId")) {
          points.add(UUID.fromString(passage.path("embeddingId").asText()));
        }
      }
    }
    return points;
  }
}
