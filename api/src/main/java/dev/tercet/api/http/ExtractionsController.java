package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.intake.LargeAnswer;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.Services;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.queue.QueueName;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads extractions: a list, one, its text, its history. */
@Controller("/projects/{project}/extractions")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExtractionsController {
  private final Services.Source services;
  private final AddressedResource addressed;
  private final AwaitEndOfExtraction patience;
  private final InFlight inFlight;

  ExtractionsController(
      Services.Source services,
      AddressedResource addressed,
      AwaitEndOfExtraction patience,
      InFlight inFlight) {
    this.services = services;
    this.addressed = addressed;
    this.patience = patience;
    this.inFlight = inFlight;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request, String project) {
    Parameters parameters =
        Parameters.of(request, "status", "source", "q", "queue", "stale", "limit", "cursor");
    int limit = parameters.limit();
    @Nullable Status status = parameters.choice("status", Status.class);
    @Nullable String query = parameters.text("q");
    boolean stale = parameters.isTrue("stale");
    if (stale && (query != null || (status != null && status != Status.DONE))) {
      throw Problem.at(
              ProblemCode.INVALID_PARAMETER,
              "?stale",
              "only what is done is stale, and it is not looked for by words")
          .refusal();
    }
    @Nullable QueueName queue = parameters.choice("queue", QueueName.class);
    @Nullable String source = parameters.text("source");
    @Nullable UUID before = Cursor.EXTRACTIONS.readId(parameters.cursor());
    Project in = addressed.project(request, project);
    var filter =
        new ExtractionReader.Filter(
            status, source, query, queue, before, limit, stale ? addressed.madeWithNow(in) : null);
    ExtractionReader.Page found = services.get().extractionReader().list(in.id(), filter);
    ObjectNode page =
        Answers.page(found.items(), extraction -> ExtractionView.of(extraction, project));
    UUID next = found.next();
    if (next != null) {
      page.put("next", Cursor.EXTRACTIONS.write(next.toString()));
    }
    return Answers.ok(page);
  }

  @Get("/{id}")
  CompletionStage<HttpResponse<?>> one(HttpRequest<?> request, String project, String id) {
    Duration longest = Parameters.of(request, "wait").patience();
    Project in = addressed.project(request, project);
    return patience
        .untilEnded(request, in, addressed.extraction(in, id), longest)
        .thenApply(extraction -> Answers.ok(ExtractionView.of(extraction, project)));
  }

  @Get("/{id}/text")
  HttpResponse<?> text(HttpRequest<?> request, String project, String id) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    String text =
        services
            .get()
            .extractionReader()
            .text(in.id(), AddressedResource.id(id))
            .orElseThrow(() -> AddressedResource.absent(id));
    return HttpResponse.ok(LargeAnswer.of(text.getBytes(StandardCharsets.UTF_8), inFlight))
        .contentType(MediaType.of("text/plain; charset=utf-8"));
  }

  @Get("/{id}/history")
  HttpResponse<?> history(HttpRequest<?> request, String project, String id) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    List<ExtractionReader.Change> changes =
        services.get().extractionReader().history(in.id(), AddressedResource.id(id));
    if (changes.isEmpty()) {
      throw AddressedResource.absent(id);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    changes.forEach(change -> items.add(view(change)));
    return Answers.ok(json);
  }

  private static ObjectNode view(ExtractionReader.Change change) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", change.at().toString());
    if (change.from() != null) {
      json.put("from", change.from().label());
    }
    json.put("to", change.to().label());
    json.put("epoch", change.epoch());
    json.put("reason", change.reason());
    if (change.worker() != null) {
      json.put("worker", change.worker().toString());
    }
    return json;
  }
}
