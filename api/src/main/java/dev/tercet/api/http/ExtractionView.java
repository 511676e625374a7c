package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.Failure;
import dev.tercet.saga.MadeWith;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An extraction as every answer shows it. */
final class ExtractionView {
  private ExtractionView() {}

  /** The saga; {@code slug} is its project's name. What is unknown is left out. */
  static ObjectNode of(Extraction extraction, String slug) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", extraction.id().toString());
    json.put("project", slug);
    json.put("source", extraction.source());
    json.put("generation", extraction.generation());
    json.put("status", extraction.status().label());
    json.put("stage", extraction.stage().label());
    json.put("queue", extraction.queue().label());
    json.put("attempts", extraction.attempts());
    json.put("maxAttempts", extraction.maxAttempts());
    json.put("epoch", extraction.epoch());
    put(json, "createdAt", extraction.createdAt());
    put(json, "updatedAt", extraction.updatedAt());
    put(json, "startedAt", extraction.startedAt());
    put(json, "doneAt", extraction.doneAt());
    put(json, "nextAttemptAt", extraction.nextAttemptAt());
    if (extraction.failure() != null) {
      json.set("error", error(extraction.failure()));
    }
    json.putObject("passages")
        .put("total", extraction.passages().total())
        .put("extracted", extraction.passages().extracted())
        .put("embedded", extraction.passages().embedded());
    json.put("entitiesExtracted", extraction.entitiesExtracted());
    json.putObject("usage")
        .put("calls", extraction.usage().calls())
        .put("inputTokens", extraction.usage().inputTokens())
        .put("outputTokens", extraction.usage().outputTokens());
    madeWith(json, extraction.madeWith());
    if (!extraction.warnings().isEmpty() || !extraction.failedPassages().isEmpty()) {
      warnings(extraction, json.putArray("warnings"));
    }
    return json;
  }

  /** What facts were extracted with, when it is known. */
  static void madeWith(ObjectNode json, List<MadeWith> madeWith) {
    if (!madeWith.isEmpty()) {
      ArrayNode all = json.putArray("madeWith");
      for (MadeWith it : madeWith) {
        all.addObject()
            .put("schema", it.schema())
            .put("prompt", it.prompt())
            .put("model", it.modelName());
      }
    }
  }

  private static void warnings(Extraction extraction, ArrayNode warnings) {
    extraction.warnings().forEach(it -> warnings.addObject().put("message", it));
    for (FailedPassage.Warning it : extraction.failedPassages()) {
      warnings
          .addObject()
          .put("ordinal", it.ordinal())
          .put("code", it.code())
          .put("message", it.message());
    }
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
