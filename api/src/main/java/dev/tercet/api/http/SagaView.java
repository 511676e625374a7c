package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Saga;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An extraction as every answer shows it. */
final class SagaView {
  private SagaView() {}

  /** The saga; {@code slug} is its project's name. What is unknown is left out. */
  static ObjectNode of(Saga saga, String slug) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", saga.id().toString());
    json.put("project", slug);
    json.put("source", saga.source());
    json.put("generation", saga.generation());
    json.put("status", saga.status().label());
    json.put("stage", saga.stage().label());
    json.put("queue", saga.queue().label());
    json.put("attempts", saga.attempts());
    json.put("maxAttempts", saga.maxAttempts());
    json.put("epoch", saga.epoch());
    put(json, "createdAt", saga.createdAt());
    put(json, "updatedAt", saga.updatedAt());
    put(json, "startedAt", saga.startedAt());
    put(json, "doneAt", saga.doneAt());
    put(json, "nextAttemptAt", saga.nextAttemptAt());
    if (saga.failure() != null) {
      json.set("error", error(saga.failure()));
    }
    json.putObject("passages")
        .put("total", saga.passages().total())
        .put("extracted", saga.passages().extracted())
        .put("embedded", saga.passages().embedded());
    json.put("entitiesExtracted", saga.entitiesExtracted());
    json.putObject("usage")
        .put("calls", saga.usage().calls())
        .put("inputTokens", saga.usage().inputTokens())
        .put("outputTokens", saga.usage().outputTokens());
    if (!saga.warnings().isEmpty()) {
      saga.warnings().forEach(json.putArray("warnings")::add);
    }
    return json;
  }

  private static ObjectNode error(Failure failure) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("code", failure.code())
        .put("class", failure.failureClass().label())
        .put("message", failure.message())
        .put("stage", failure.stage().label());
  }

  private static void put(ObjectNode json, String name, @Nullable Instant at) {
    if (at != null) {
      json.put(name, at.toString());
    }
  }
}
