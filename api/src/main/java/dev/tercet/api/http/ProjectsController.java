package dev.tercet.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.Services;
import dev.tercet.api.shape.BodyShape;
import dev.tercet.api.shape.Json;
import dev.tercet.api.shape.ProjectOptions;
import dev.tercet.api.shape.RequestedSchema;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.ProjectStore;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.util.List;

/** Projects: put, read, delete. */
@Controller("/projects")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProjectsController {
  /** A schema of 256 KiB, options, and room for white space. */
  private static final int BODY_LIMIT = 1 << 20;

  private final Services.Source services;
  private final AddressedResource addressed;
  private final InFlight inFlight;

  ProjectsController(Services.Source services, AddressedResource addressed, InFlight inFlight) {
    this.services = services;
    this.addressed = addressed;
    this.inFlight = inFlight;
  }

  @Put("/{project}")
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> put(HttpRequest<?> request, String project) {
    Parameters.of(request);
    if (!AddressedResource.isSlug(project)) {
      throw Problem.of(
              ProblemCode.INVALID_PARAMETER,
              "a project's name has 1 to 63 of a-z, 0-9 and -, and does not begin with -")
          .refusal();
    }
    JsonNode body = JsonBody.readOptional(request, BODY_LIMIT, inFlight);
    ProjectOptions options = ProjectOptions.of(body);
    BodyShape.PROJECT_PUT.check(body);
    Services known = services.get();
    options.choosing(known.models());
    ProjectStore.Put put =
        known
            .projects()
            .put(Caller.of(request).tenant(), project, RequestedSchema.of(body), options.json());
    return switch (put) {
      case ProjectStore.Put.Created(Project created) ->
          Answers.json(HttpStatus.CREATED, view(created))
              .header("Location", "/projects/" + project);
      case ProjectStore.Put.Updated(Project updated) -> Answers.ok(view(updated));
    };
  }

  @Get("/{project}")
  HttpResponse<?> one(HttpRequest<?> request, String project) {
    Parameters.of(request);
    return Answers.ok(view(addressed.project(request, project)));
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    Parameters parameters = Parameters.of(request, "limit", "cursor");
    int limit = parameters.limit();
    List<Project> found =
        services
            .get()
            .projects()
            .list(
                Caller.of(request).tenant(),
                Cursor.PROJECTS.read(parameters.cursor(), ""),
                limit + 1);
    return Answers.ok(
        Answers.page(found, limit, this::view, it -> Cursor.PROJECTS.write(it.slug())));
  }

  @Delete("/{project}")
  HttpResponse<?> delete(HttpRequest<?> request, String project) {
    Parameters parameters = Parameters.of(request, "id");
    Project doomed = addressed.doomed(request, project, parameters.text("id"));
    services.get().projects().delete(doomed.id());
    return Answers.json(
        HttpStatus.ACCEPTED,
        JsonNodeFactory.instance
            .objectNode()
            .put("project", project)
            .put("id", doomed.id().toString())
            .put("status", Status.DELETING.label()));
  }

  private ObjectNode view(Project project) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("project", project.slug());
    json.put("id", project.id().toString());
    json.set("schema", Json.stored(project.schema()));
    json.set("options", Json.stored(project.options()));
    json.put("version", project.version());
    json.put("createdAt", project.createdAt().toString());
    Instant verified = services.get().projects().verifiedThrough(project.id());
    if (verified != null) {
      json.put("verifiedThrough", verified.toString());
    }
    Usage usage = services.get().projects().usage(project.id());
    json.putObject("usage")
        .put("calls", usage.calls())
        .put("inputTokens", usage.inputTokens())
        .put("outputTokens", usage.outputTokens());
    ObjectNode counts = json.putObject("counts");
    services
        .get()
        .projects()
        .counts(project.id())
        .forEach((status, count) -> counts.put(status.label(), count));
    return json;
  }
}
