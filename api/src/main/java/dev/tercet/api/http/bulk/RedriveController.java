package dev.tercet.api.http.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.http.AddressedResource;
import dev.tercet.api.http.Answers;
import dev.tercet.api.http.JsonBody;
import dev.tercet.api.http.Parameters;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.Services;
import dev.tercet.api.shape.BodyShape;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.port.DeadLetters.Wanted;
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
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Many dead letters at once: another attempt for them, or their end. */
@Controller("/dead-letters/redrive")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RedriveController {
  private final Services.Source services;
  private final AddressedResource addressed;
  private final InFlight inFlight;

  RedriveController(Services.Source services, AddressedResource addressed, InFlight inFlight) {
    this.services = services;
    this.addressed = addressed;
    this.inFlight = inFlight;
  }

  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> begin(HttpRequest<?> request) {
    Parameters.of(request);
    JsonNode json = JsonBody.read(request, BulkBody.LIMIT, inFlight);
    BodyShape.REDRIVE_POST.check(json);
    BulkBody body = new BulkBody(json);
    BulkAction action = body.letterAction();
    String slug = body.project();
    @Nullable UUID project = slug == null ? null : addressed.project(request, slug).id();
    BulkFilter filter =
        new BulkFilter(
            Caller.of(request).tenant(),
            project,
            Status.FAILED,
            null,
            body.code(),
            body.failureClass(),
            body.after(),
            body.before(),
            List.of());
    LetterCount matched = LetterCount.of(services.get().deadLetters(), wanted(filter));
    if (body.isDryRun()) {
      return Answers.ok(preview(action, matched));
    }
    return runs(request)
        .begin(
            new BulkOrder(
                UUID.randomUUID(),
                action,
                filter,
                body.rate(),
                body.reason(),
                matched.count(),
                matched.more()));
  }

  private static Wanted wanted(BulkFilter filter) {
    return new Wanted(
        filter.tenant(),
        filter.project(),
        filter.code(),
        filter.failureClass(),
        filter.after(),
        filter.before(),
        false);
  }

  private static ObjectNode preview(BulkAction action, LetterCount matched) {
    ObjectNode json = BulkRuns.preview(action, matched.count(), matched.more());
    ArrayNode causes = json.putArray("causes");
    matched.groups().forEach(it -> causes.add(LetterView.count(it)));
    return json;
  }

  @Get("/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    Parameters.of(request);
    return runs(request).show(id);
  }

  @Delete("/{id}")
  HttpResponse<?> abort(HttpRequest<?> request, String id) {
    Parameters.of(request);
    return runs(request).abort(id);
  }

  private BulkRuns runs(HttpRequest<?> request) {
    return new BulkRuns(
        services.get().bulk(),
        Caller.of(request).tenant(),
        null,
        "/dead-letters/redrive",
        run -> run.action() == BulkAction.REDRIVE || run.action() == BulkAction.DISCARD);
  }
}
