package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.providers.Providers;
import dev.tercet.api.providers.Providers.KnownProvider;
import dev.tercet.api.services.Operations;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.provider.ProviderState;
import dev.tercet.saga.provider.Trouble;
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
import java.util.Comparator;

/** How the providers of models stand, and a person's word that one is well again. */
@Controller("/providers")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProvidersController {
  private final Operations.Source operations;

  ProvidersController(Operations.Source operations) {
    this.operations = operations;
  }

  @Get
  HttpResponse<?> providers(HttpRequest<?> request) {
    Parameters.of(request);
    Providers providers = operations.get().providers();
    providers.all().forEach(it -> it.health().look());
    return Answers.ok(
        Answers.page(
            providers.all().stream()
                .sorted(Comparator.comparing(it -> it.health().name()))
                .toList(),
            it -> view(it, it.health().state())));
  }

  /** Calls are made again at once, by every process as soon as it hears of it. */
  @Post("/{name}/resume")
  @Consumes(MediaType.ALL)
  HttpResponse<?> resume(HttpRequest<?> request, String name) {
    Parameters.of(request);
    KnownProvider provider =
        operations
            .get()
            .providers()
            .find(name)
            .orElseThrow(() ->
                Problem.of(
                        ProblemCode.NO_SUCH_PROVIDER,
                        "GET /providers lists those that this installation asks")
                    .refusal());
    provider.health().resume();
    return Answers.ok(view(provider, provider.health().state()));
  }

  /** The newest batches of questions, of all projects. */
  @Get("/batches")
  HttpResponse<?> batches(HttpRequest<?> request) {
    Parameters.of(request);
    return Answers.ok(Answers.page(operations.get().batches().newest(), ProvidersController::view));
  }

  private static ObjectNode view(ProviderBatch batch) {
    ObjectNode view =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", batch.id().toString())
            .put("provider", batch.provider())
            .put("model", batch.model())
            .put("questions", batch.questions())
            .put("answered", batch.answered())
            .put("since", batch.begunAt().toString());
    String state = batch.remote() == null ? "sending" : "submitted";
    view.put("state", batch.outcome() == null ? state : batch.outcome());
    if (batch.remote() != null) {
      view.put("remote", batch.remote());
    }
    if (batch.endedAt() != null) {
      view.put("endedAt", batch.endedAt().toString());
    }
    return view;
  }

  private static ObjectNode view(KnownProvider provider, ProviderState state) {
    ObjectNode view = JsonNodeFactory.instance.objectNode().put("name", state.name());
    Trouble trouble = state.trouble();
    view.put("state", trouble == null ? "open" : trouble.label());
    if (trouble != null) {
      view.put("reason", state.reason());
    }
    view.put("since", state.since().toString());
    if (state.retryAt() != null) {
      view.put(trouble == Trouble.LIMITED ? "until" : "nextTryAt", state.retryAt().toString());
    }
    ArrayNode models = view.putArray("models");
    provider.models().forEach(models::add);
    Providers.Limits limits = provider.limits();
    ObjectNode configured = view.putObject("limits").put("concurrency", limits.concurrency());
    limits.concurrencyMax().ifPresent(it -> configured.put("concurrencyMax", it));
    limits.requestsPerMinute().ifPresent(it -> configured.put("requestsPerMinute", it));
    limits.tokensPerMinute().ifPresent(it -> configured.put("tokensPerMinute", it));
    return view.put("concurrency", provider.concurrency().getAsInt());
  }
}
