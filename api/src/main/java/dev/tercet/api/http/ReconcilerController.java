package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.services.Operations;
import dev.tercet.api.shape.Json;
import dev.tercet.recovery.Purge.Standing;
import dev.tercet.recovery.RetentionSettings;
import dev.tercet.recovery.plan.RunningRun;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.Run;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What recovery did, does, and will do next. */
@Controller
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReconcilerController {
  private static final int DEFAULT_RUNS = 20;

  private final Operations.Source operations;

  ReconcilerController(Operations.Source operations) {
    this.operations = operations;
  }

  @Get("/reconciler")
  HttpResponse<?> reconciler(HttpRequest<?> request) {
    int limit = Parameters.of(request, "limit").limit(DEFAULT_RUNS);
    Operations with = operations.get();
    ObjectNode json = Answers.page(with.runs().newest(limit), ReconcilerController::ended);
    put(json, "sweepSucceededAt", with.runs().lastSuccess(RunStore.SWEEP));
    put(json, "nextSweepAt", with.recovery().nextSweep());
    List<Standing> standings = with.purge().standings();
    put(json, "purgeSucceededAt", earliest(standings, it -> it.state().succeededAt()));
    put(json, "nextPurgeAt", earliest(standings, Standing::next));
    ArrayNode running = json.putArray("running");
    with.recovery().running().forEach(it -> running.add(underWay(it)));
    json.put("quarantined", with.orphans().count());
    json.set("retention", retention(with.purge().settings(), standings));
    CollectionRecord collection = with.recovery().collection();
    if (collection != null) {
      json.putObject("collection")
          .put("name", collection.name())
          .put("model", collection.model())
          .put("refilling", collection.refilling());
    }
    ArrayNode collections = json.putArray("collections");
    for (CollectionRecord each : with.recovery().recordedCollections()) {
      collections
          .addObject()
          .put("name", each.name())
          .put("model", each.model())
          .put("refilling", each.refilling())
          .put("retired", each.retired());
    }
    return Answers.ok(json);
  }

  private static ObjectNode ended(Run run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", run.id().toString());
    json.put("scope", run.project() == null ? "everything" : "project");
    if (run.project() != null) {
      json.put("projectId", run.project().toString());
    }
    json.put("success", run.success());
    json.put("startedAt", run.startedAt().toString());
    json.put("finishedAt", run.finishedAt().toString());
    json.set("report", Json.stored(run.report()));
    return json;
  }

  private static ObjectNode underWay(RunningRun run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", run.runId().toString());
    switch (run.scope()) {
      case Everything() -> json.put("scope", "everything");
      case OfProject(var project) ->
          json.put("scope", "project").put("projectId", project.toString());
      case OfExtraction(var project, var extraction) ->
          json.put("scope", "extraction")
              .put("projectId", project.toString())
              .put("extractionId", extraction.toString());
    }
    json.put("dryRun", run.dryRun());
    json.put("phase", run.phase().name().toLowerCase(Locale.ROOT));
    json.putObject("examined").put("extractions", run.extractions()).put("points", run.points());
    json.put("startedAt", run.startedAt().toString());
    return json;
  }

  /** The earliest of all kinds that are not kept for ever; null when one of them has none. */
  private static @Nullable Instant earliest(
      List<Standing> standings, Function<Standing, @Nullable Instant> time) {
    Instant earliest = Instant.MAX;
    for (Standing standing : standings) {
      if (standing.keep() != null) {
        Instant at = time.apply(standing);
        if (at == null) {
          return null;
        }
        earliest = at.isBefore(earliest) ? at : earliest;
      }
    }
    return earliest;
  }

  private static ObjectNode retention(RetentionSettings settings, List<Standing> standings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode keep = json.putObject("keep");
    seconds(keep, "doneSeconds", settings.done());
    seconds(keep, "supersededSeconds", settings.keep(RetentionKind.SUPERSEDED));
    seconds(keep, "failedSeconds", settings.failed());
    seconds(keep, "auditSeconds", settings.audit());
    ObjectNode purged = json.putObject("purged");
    ArrayNode kinds = json.putArray("kinds");
    for (Standing standing : standings) {
      purged.put(standing.kind().label(), standing.removed());
      kinds.add(kind(standing));
    }
    return json;
  }

  private static ObjectNode kind(Standing standing) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", standing.kind().label());
    put(json, "succeededAt", standing.state().succeededAt());
    put(json, "nextAt", standing.next());
    json.put("failures", standing.state().failures());
    put(json, "failedAt", standing.state().failedAt());
    if (standing.state().fault() != null) {
      json.put("fault", standing.state().fault());
    }
    return json;
  }

  private static void seconds(ObjectNode json, String name, @Nullable Duration keep) {
    if (keep != null) {
      json.put(name, keep.toSeconds());
    }
  }

  private static void put(ObjectNode json, String name, @Nullable Instant at) {
    if (at != null && at.isAfter(Instant.EPOCH)) {
      json.put(name, at.toString());
    }
  }
}
