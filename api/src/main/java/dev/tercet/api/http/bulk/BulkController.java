package dev.tercet.api.http.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.http.AddressedResource;
import dev.tercet.api.http.Answers;
import dev.tercet.api.http.JsonBody;
import dev.tercet.api.http.Parameters;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.Services;
import dev.tercet.api.shape.BodyShape;
import dev.tercet.saga.Project;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.port.BulkStore;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.UUID;

/** One wish for many extractions of a project. */
@Controller("/projects/{project}/bulk")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class BulkController {
  private final Services.Source services;
  private final AddressedResource addressed;
  private final InFlight inFlight;

  BulkController(Services.Source services, AddressedResource addressed, InFlight inFlight) {
    this.services = services;
    this.addressed = addressed;
    this.inFlight = inFlight;
  }

  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> begin(HttpRequest<?> request, String project) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    JsonNode json = JsonBody.read(request, BulkBody.LIMIT, inFlight);
    BodyShape.BULK_POST.check(json);
    BulkBody body = new BulkBody(json);
    BulkFilter filter =
        new BulkFilter(
            in.tenant(),
            in.id(),
            body.status(),
            body.source(),
            body.code(),
            body.failureClass(),
            body.after(),
            body.before(),
            body.ids(),
            body.isStale() ? addressed.madeWithNow(in) : null);
    if (body.action() == BulkAction.AGAIN && filter.unlike() == null) {
      addressed.madeWithNow(in); // refused here, and not document by document
    }
    BulkStore.Matched matched = services.get().bulk().count(body.action(), filter);
    if (body.isDryRun()) {
      ObjectNode preview = preview(body.action(), matched);
      if (body.action() == BulkAction.AGAIN) {
        new AgainPrice(services.get(), in).fill(preview, filter, matched);
      }
      return Answers.ok(preview);
    }
    return runs(request, in)
        .begin(
            new BulkOrder(
                UUID.randomUUID(),
                body.action(),
                filter,
                body.rate(),
                null,
                matched.count(),
                matched.more()));
  }

  private static ObjectNode preview(BulkAction action, BulkStore.Matched matched) {
    ObjectNode json = BulkRuns.preview(action, matched.count(), matched.more());
    ObjectNode byStatus = json.putObject("byStatus");
    matched.byStatus().forEach((status, count) -> byStatus.put(status.label(), count));
    return json;
  }

  @Get("/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String project, String id) {
    Parameters.of(request);
    return runs(request, addressed.project(request, project)).show(id);
  }

  @Delete("/{id}")
  HttpResponse<?> abort(HttpRequest<?> request, String project, String id) {
    Parameters.of(request);
    return runs(request, addressed.project(request, project)).abort(id);
  }

  private BulkRuns runs(HttpRequest<?> request, Project in) {
    return new BulkRuns(
        services.get().bulk(),
        Caller.of(request).tenant(),
        in.slug(),
        "/projects/" + in.slug() + "/bulk",
        run -> in.id().equals(run.project()));
  }
}
