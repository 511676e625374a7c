package dev.tercet.api.http.money;

import dev.tercet.api.http.AddressedResource;
import dev.tercet.api.http.Answers;
import dev.tercet.api.http.Parameters;
import dev.tercet.api.intake.Body;
import dev.tercet.api.intake.DocumentBody;
import dev.tercet.api.intake.DocumentLines;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.intake.Intake;
import dev.tercet.api.intake.LineStream;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.Services;
import dev.tercet.pipeline.accept.CheckedDocument.Storable;
import dev.tercet.pipeline.estimate.WorkEstimate;
import dev.tercet.saga.Document;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;

/** What documents would take, before they are posted; nothing is taken. */
@Controller("/projects/{project}/estimate")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EstimateController {
  private final Services.Source services;
  private final AddressedResource addressed;
  private final InFlight inFlight;

  EstimateController(Services.Source services, AddressedResource addressed, InFlight inFlight) {
    this.services = services;
    this.addressed = addressed;
    this.inFlight = inFlight;
  }

  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> one(HttpRequest<?> request, String project) {
    WorkEstimate estimate = begin(request, project);
    try (Body body = Body.read(request, Body.DOCUMENT_LIMIT, inFlight)) {
      Document document = DocumentBody.read(body.bytes(), body.length(), null);
      add(estimate, Intake.storable(services.get().accept(), document).document());
    }
    return Answers.ok(EstimateView.of(estimate.sum(), 0));
  }

  @Post
  @Consumes(LineStream.NDJSON)
  HttpResponse<?> many(HttpRequest<?> request, String project) {
    WorkEstimate estimate = begin(request, project);
    try (InputStream in = Body.stream(request)) {
      int refused = new DocumentLines(in, inFlight).each(it -> isAdded(estimate, it));
      return Answers.ok(EstimateView.of(estimate.sum(), refused));
    } catch (IOException e) {
      throw Body.broken(e);
    }
  }

  private WorkEstimate begin(HttpRequest<?> request, String project) {
    Parameters.of(request);
    return services
        .get()
        .estimates()
        .begin(addressed.project(request, project))
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.UNKNOWN_MODEL,
                    "the project asks a model that is not configured any more")
                .refusal());
  }

  private boolean isAdded(WorkEstimate estimate, Document document) {
    if (services.get().accept().check(document) instanceof Storable(var storable)) {
      add(estimate, storable);
      return true;
    }
    return false;
  }

  private static void add(WorkEstimate estimate, Document document) {
    if (!estimate.add(document)) {
      throw Problem.of(
              ProblemCode.TOO_LARGE,
              "an estimate is of at most "
                  + WorkEstimate.MOST_QUESTIONS
                  + " different passages; send fewer documents at once")
          .refusal();
    }
  }
}
