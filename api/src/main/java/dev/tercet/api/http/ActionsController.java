package dev.tercet.api.http;

import dev.tercet.api.intake.Intake;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.Services;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.UUID;

/** What a person may ask of one extraction: another attempt, an end, its removal. */
@Controller("/projects/{project}/extractions/{id}")
@Consumes(MediaType.ALL)
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ActionsController {
  private final Services.Source services;
  private final AddressedResource addressed;
  private final Intake intake;

  ActionsController(Services.Source services, AddressedResource addressed, Intake intake) {
    this.services = services;
    this.addressed = addressed;
    this.intake = intake;
  }

  @Post("/retry")
  HttpResponse<?> retry(HttpRequest<?> request, String project, String id) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    UUID extraction = AddressedResource.id(id);
    Outcome outcome = services.get().extractions().retry(in.id(), extraction);
    if (outcome instanceof Outcome.Refused(Status status) && status == Status.DONE) {
      return again(intake.again(in, extraction), project, id);
    }
    if (outcome instanceof Outcome.Changed(Extraction now)) {
      services.get().relay().hand(now);
    }
    return answer(outcome, project, id, "retried");
  }

  /** What is done without some of its passages is tried again as another version. */
  private static HttpResponse<?> again(Outcome outcome, String project, String id) {
    MutableHttpResponse<?> answer = answer(outcome, project, id, "retried");
    return outcome instanceof Outcome.Changed(Extraction now)
        ? answer.header("Location", "/projects/" + project + "/extractions/" + now.id())
        : answer;
  }

  @Post("/cancel")
  HttpResponse<?> cancel(HttpRequest<?> request, String project, String id) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    return answer(
        services.get().extractions().cancel(in.id(), AddressedResource.id(id)),
        project,
        id,
        "cancelled");
  }

  @Delete
  HttpResponse<?> delete(HttpRequest<?> request, String project, String id) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    return answer(
        services.get().extractions().delete(in.id(), AddressedResource.id(id)),
        project,
        id,
        "deleted");
  }

  private static MutableHttpResponse<?> answer(
      Outcome outcome, String slug, String id, String done) {
    return switch (outcome) {
      case Outcome.Changed(Extraction extraction) ->
          Answers.json(HttpStatus.ACCEPTED, ExtractionView.of(extraction, slug));
      case Outcome.Refused(Status status) when status == Status.DELETING ->
          throw AddressedResource.absent(id);
      case Outcome.Refused(Status status) ->
          throw Problem.of(
                  ProblemCode.STATUS_FORBIDS,
                  "an extraction that is " + status.label() + " cannot be " + done)
              .refusal();
      case Outcome.Absent() -> throw AddressedResource.absent(id);
    };
  }
}
