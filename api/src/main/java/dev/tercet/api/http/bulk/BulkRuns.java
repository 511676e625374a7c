package dev.tercet.api.http.bulk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.http.AddressedResource;
import dev.tercet.api.http.Answers;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.port.BulkStore;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Begins, shows and ends bulk runs at one address.
 *
 * @param tenant whose runs they are
 * @param slug of the project that the address names; null when it names none
 * @param address under which each stands with its id
 * @param here which of the tenant's runs stand there
 */
record BulkRuns(
    BulkStore store,
    String tenant,
    @Nullable String slug,
    String address,
    Predicate<BulkRun> here) {
  private static final int RETRY_SECONDS = 10;

  HttpResponse<?> begin(BulkOrder order) {
    BulkRun run =
        store
            .begin(order)
            .orElseThrow(() ->
                Problem.later(
                        ProblemCode.TOO_BUSY,
                        "%d bulk runs of yours or %d of all go on already; nothing was begun"
                            .formatted(BulkStore.MOST_OF_TENANT, BulkStore.MOST_RUNNING),
                        RETRY_SECONDS)
                    .refusal());
    return Answers.json(HttpStatus.ACCEPTED, view(run))
        .header("Location", address + "/" + run.id());
  }

  /** What a run would begin with; whoever counted adds what he has counted. */
  static ObjectNode preview(BulkAction action, long matched, boolean more) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("dryRun", true)
        .put("action", action.label())
        .put("matched", matched)
        .put("more", more);
  }

  HttpResponse<?> show(String id) {
    return Answers.ok(view(found(id)));
  }

  /** What runs ends where it stands. */
  HttpResponse<?> abort(String id) {
    UUID run = found(id).id();
    return Answers.json(
        HttpStatus.ACCEPTED, view(store.abort(tenant, run).orElseThrow(() -> absent(id))));
  }

  private BulkRun found(String id) {
    return Optional.of(id)
        .filter(AddressedResource::isId)
        .flatMap(it -> store.find(tenant, UUID.fromString(it)))
        .filter(here)
        .orElseThrow(() -> absent(id));
  }

  private static RuntimeException absent(String id) {
    return Problem.of(ProblemCode.NO_SUCH_RUN, "there is no bulk run " + id).refusal();
  }

  private ObjectNode view(BulkRun run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", run.id().toString());
    if (slug != null) {
      json.put("project", slug);
    }
    json.put("action", run.action().label());
    json.put("state", run.state().label());
    json.put("rate", run.rate());
    json.put("matched", run.matched());
    json.put("more", run.more());
    json.put("done", run.done());
    json.put("refused", run.refused());
    json.put("startedAt", run.startedAt().toString());
    if (run.finishedAt() != null) {
      json.put("finishedAt", run.finishedAt().toString());
    }
    return json;
  }
}
