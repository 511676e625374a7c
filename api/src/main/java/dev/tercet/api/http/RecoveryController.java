package dev.tercet.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.Operations;
import dev.tercet.api.shape.BodyShape;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.saga.Project;
import dev.tercet.saga.Scope;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;

/** Finds and repairs what the stores disagree on, in a project or one extraction. */
@Controller("/projects/{project}")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RecoveryController {
  private static final int BODY_LIMIT = 64 << 10;
  private static final int DEFAULT_LIMIT = 10_000;

  /** How long a request waits for a run in progress. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Operations.Source operations;
  private final AddressedResource addressed;
  private final InFlight inFlight;

  RecoveryController(Operations.Source operations, AddressedResource addressed, InFlight inFlight) {
    this.operations = operations;
    this.addressed = addressed;
    this.inFlight = inFlight;
  }

  @Post("/extractions/recover")
  @Consumes(MediaType.ALL)
  HttpResponse<?> recover(HttpRequest<?> request, String project) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    return Answers.ok(RecoveryView.of(run(asked(request, new Scope.OfProject(in.id())))));
  }

  @Post("/extractions/{id}/recover")
  @Consumes(MediaType.ALL)
  HttpResponse<?> recoverOne(HttpRequest<?> request, String project, String id) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    Scope scope = new Scope.OfExtraction(in.id(), addressed.extraction(in, id).id());
    return Answers.ok(RecoveryView.of(run(asked(request, scope))));
  }

  @Get("/drift")
  HttpResponse<?> drift(HttpRequest<?> request, String project) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    Scope scope = new Scope.OfProject(in.id());
    return Answers.ok(
        RecoveryView.of(run(new RecoveryRequest(scope, Depth.EXACT, true, DEFAULT_LIMIT, false))));
  }

  private RecoveryRequest asked(HttpRequest<?> request, Scope scope) {
    JsonNode body = JsonBody.readOptional(request, BODY_LIMIT, inFlight);
    BodyShape.RECOVER_POST.check(body);
    return new RecoveryRequest(
        scope,
        Depth.EXACT,
        body.path("dryRun").asBoolean(false),
        body.path("limit").asInt(DEFAULT_LIMIT),
        body.path("force").asBoolean(false));
  }

  private RecoveryReport run(RecoveryRequest request) {
    Operations with = operations.get();
    return with.recovery()
        .runWithin(PATIENCE, request, with.ids().get())
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.RECOVERY_IN_PROGRESS,
                    "another run is in progress and did not end within "
                        + PATIENCE.toSeconds()
                        + " s; ask again later")
                .refusal());
  }
}
