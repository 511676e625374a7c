package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.Operations;
import dev.tercet.saga.port.ClaimReaper.SeenSession;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who works and what waits; and the brakes. */
@Controller
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OperationsController {
  private final Operations.Source operations;

  OperationsController(Operations.Source operations) {
    this.operations = operations;
  }

  @Get("/workers")
  HttpResponse<?> workers(HttpRequest<?> request) {
    Parameters.of(request);
    Operations with = operations.get();
    return Answers.ok(
        Answers.page(with.sessions().sessions(with.lease()), OperationsController::view));
  }

  @Get("/queues")
  HttpResponse<?> queues(HttpRequest<?> request) {
    Parameters.of(request);
    Operations with = operations.get();
    QueueSettings settings = with.settings().current();
    Map<QueueName, Long> depth = with.queue().depth();
    return Answers.ok(
        Answers.page(List.of(QueueName.values()), queue -> view(queue, settings, depth)));
  }

  @Post("/queues/{name}/pause")
  @Consumes(MediaType.ALL)
  HttpResponse<?> pause(HttpRequest<?> request, String name) {
    return pause(request, name, true);
  }

  @Post("/queues/{name}/resume")
  @Consumes(MediaType.ALL)
  HttpResponse<?> resume(HttpRequest<?> request, String name) {
    return pause(request, name, false);
  }

  /**
   * The row decides; the copy in Redis only makes it felt at once, and is refreshed by the
   * schedule.
   */
  private HttpResponse<?> pause(HttpRequest<?> request, String name, boolean pause) {
    Parameters.of(request);
    QueueName queue = queue(name);
    Operations with = operations.get();
    with.settings().pause(queue, pause);
    QueueSettings settings = with.settings().current();
    with.queue().configure(settings.weights(), settings.paused());
    return Answers.ok(view(queue, settings, with.queue().depth()));
  }

  private static QueueName queue(String name) {
    return Arrays.stream(QueueName.values())
        .filter(it -> it.label().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            Problem.of(ProblemCode.NO_SUCH_QUEUE, "the queues are critical, default and low")
                .refusal());
  }

  private static ObjectNode view(
      QueueName queue, QueueSettings settings, Map<QueueName, Long> depth) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", queue.label())
        .put("depth", depth.getOrDefault(queue, 0L))
        .put("weight", settings.weights().getOrDefault(queue, 1))
        .put("paused", settings.paused().contains(queue));
  }

  private static ObjectNode view(SeenSession session) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", session.id().toString())
        .put("host", session.worker().host())
        .put("pid", session.worker().pid())
        .put("version", session.worker().version())
        .put("concurrency", session.worker().concurrency())
        .put("startedAt", session.startedAt().toString())
        .put("heartbeatAt", session.heartbeatAt().toString())
        .put("alive", !session.lockFree() && !session.stale())
        .put("claims", session.claims());
  }
}
