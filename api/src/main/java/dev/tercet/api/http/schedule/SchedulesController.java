package dev.tercet.api.http.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.http.AddressedResource;
import dev.tercet.api.http.Answers;
import dev.tercet.api.http.JsonBody;
import dev.tercet.api.http.Parameters;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.Services;
import dev.tercet.saga.schedule.Firing;
import dev.tercet.saga.schedule.Schedule;
import dev.tercet.saga.schedule.ScheduleStore;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Recurring work of the caller's tenant. */
@Controller("/schedules")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SchedulesController {
  private static final double MILLIS = 1_000;

  private final Services.Source services;
  private final AddressedResource addressed;
  private final InFlight inFlight;

  SchedulesController(Services.Source services, AddressedResource addressed, InFlight inFlight) {
    this.services = services;
    this.addressed = addressed;
    this.inFlight = inFlight;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    Parameters.of(request);
    return Answers.ok(
        Answers.page(store().list(Caller.of(request).tenant()), SchedulesController::view));
  }

  @Put("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> put(HttpRequest<?> request, String name) {
    Parameters.of(request);
    if (!AddressedResource.isSlug(name)) {
      throw Problem.of(
              ProblemCode.INVALID_PARAMETER,
              "a schedule's name has 1 to 63 of a-z, 0-9 and -, and does not begin with -")
          .refusal();
    }
    JsonNode json = JsonBody.read(request, ScheduleBody.LIMIT, inFlight);
    ScheduleBody body = ScheduleBody.of(json);
    String slug = body.project(Caller.of(request).tenant());
    @Nullable UUID project = slug == null ? null : addressed.project(request, slug).id();
    Schedule.Order order =
        new Schedule.Order(
            UUID.randomUUID(),
            Caller.of(request).tenant(),
            name,
            body.recurrence(),
            body.action(),
            project,
            body.next(store().now()));
    Schedule there = store().put(order).orElseThrow(() -> notMade(request, slug));
    return there.id().equals(order.id())
        ? Answers.json(HttpStatus.CREATED, view(there)).header("Location", "/schedules/" + name)
        : Answers.ok(view(there));
  }

  @Get("/{name}")
  HttpResponse<?> one(HttpRequest<?> request, String name) {
    Parameters.of(request);
    return Answers.ok(view(found(request, name)));
  }

  /** Whoever fires schedules does so within a second. */
  @Post("/{name}/run")
  @Consumes(MediaType.ALL)
  HttpResponse<?> run(HttpRequest<?> request, String name) {
    Parameters.of(request);
    return Answers.json(HttpStatus.ACCEPTED, view(known(request, name, store()::hasten)));
  }

  /** What it has begun goes on. */
  @Delete("/{name}")
  HttpResponse<?> delete(HttpRequest<?> request, String name) {
    Parameters.of(request);
    Schedule doomed = found(request, name);
    if (!store().delete(Caller.of(request).tenant(), doomed.name())) {
      throw absent(name);
    }
    return Answers.ok(view(doomed));
  }

  private ScheduleStore store() {
    return services.get().schedules();
  }

  private Schedule found(HttpRequest<?> request, String name) {
    return known(request, name, store()::find);
  }

  /** What {@code act} gives of the tenant's schedule of that name. */
  private static Schedule known(
      HttpRequest<?> request, String name, BiFunction<String, String, Optional<Schedule>> act) {
    return Optional.of(name)
        .filter(AddressedResource::isSlug)
        .flatMap(it -> act.apply(Caller.of(request).tenant(), it))
        .orElseThrow(() -> absent(name));
  }

  private static RuntimeException absent(String name) {
    return Problem.of(ProblemCode.NO_SUCH_SCHEDULE, "there is no schedule " + name).refusal();
  }

  /** Its project has gone meanwhile, or there are too many. */
  private RuntimeException notMade(HttpRequest<?> request, @Nullable String slug) {
    if (slug != null) {
      addressed.project(request, slug);
    }
    return Problem.of(
            ProblemCode.TOO_MANY_SCHEDULES,
            "there are %d of yours or %d of all already"
                .formatted(ScheduleStore.MOST_OF_TENANT, ScheduleStore.MOST))
        .refusal();
  }

  private static ObjectNode view(Schedule schedule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", schedule.name());
    json.put("cron", schedule.recurrence().cron());
    json.put("zone", schedule.recurrence().zone());
    json.put("action", schedule.action().label());
    if (schedule.slug() != null) {
      json.put("project", schedule.slug());
    }
    if (schedule.nextAt() != null) {
      json.put("nextAt", schedule.nextAt().toString());
    }
    Firing last = schedule.last();
    if (last != null) {
      json.set("last", view(last));
    }
    return json;
  }

  private static ObjectNode view(Firing last) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", last.at().toString());
    json.put("outcome", last.outcome().label());
    json.put("run", last.run().toString());
    if (last.took() != null) {
      json.put("seconds", last.took().toMillis() / MILLIS);
    }
    if (last.error() != null) {
      json.put("error", last.error());
    }
    return json;
  }
}
