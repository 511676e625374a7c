package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryReport.Item;

/** A recovery run as the endpoint answers it and the ledger keeps it. */
public final class RecoveryView {
  private RecoveryView() {}

  /**
   * The report; {@code unread}, {@code aborted}, {@code orphansWait}, {@code postgresWentBackAt}
   * and {@code items} only when there is something to say.
   */
  public static ObjectNode of(RecoveryReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("runId", report.runId().toString());
    json.put("dryRun", report.dryRun());
    json.put("complete", report.complete());
    json.putObject("examined")
        .put("extractions", report.extractions())
        .put("points", report.points());
    ObjectNode drift = json.putObject("drift");
    report
        .drift()
        .forEach((kind, count) ->
            drift
                .putObject(kind.label())
                .put("found", count.found())
                .put("repaired", count.repaired())
                .put("failed", count.failed()));
    json.put("quarantined", report.quarantined());
    json.put("remaining", report.remaining());
    if (report.aborted() != null) {
      json.put("aborted", report.aborted());
    }
    if (report.trust().wentBackAt() != null) {
      json.put("postgresWentBackAt", report.trust().wentBackAt().toString());
    }
    if (report.trust().verifiedThrough() != null) {
      json.put("verifiedThrough", report.trust().verifiedThrough().toString());
    }
    if (report.trust().orphansWait() != null) {
      json.put("orphansWait", report.trust().orphansWait());
    }
    if (!report.unread().isEmpty()) {
      ArrayNode unread = json.putArray("unread");
      report.unread().forEach(unread::add);
    }
    json.put("startedAt", report.startedAt().toString());
    json.put("finishedAt", report.finishedAt().toString());
    if (!report.items().isEmpty()) {
      ArrayNode items = json.putArray("items");
      report.items().forEach(item -> items.add(item(item)));
    }
    return json;
  }

  private static ObjectNode item(Item item) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("class", item.drift().label());
    if (item.extraction() != null) {
      json.put("extractionId", item.extraction().toString());
    }
    if (item.point() != null) {
      json.put("embeddingId", item.point().toString());
    }
    return json;
  }
}
