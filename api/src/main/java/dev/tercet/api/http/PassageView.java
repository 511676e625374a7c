package dev.tercet.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.Passage;
import dev.tercet.saga.port.PassageStore;
import java.util.List;

/** A passage with its facts as answers show it. */
final class PassageView {
  private PassageView() {}

  static ObjectNode of(Passage passage) {
    ObjectNode json = place(passage.ordinal(), passage.start(), passage.end(), passage.text());
    if (passage.embeddingId() != null) {
      json.put("embeddingId", passage.embeddingId().toString());
    }
    json.set("facts", facts(passage.facts()));
    return json;
  }

  /** One without which its document is done: why, and what the model answered, if it did. */
  static ObjectNode of(PassageStore.Failed failed) {
    FailedPassage passage = failed.passage();
    ObjectNode json = place(passage.ordinal(), passage.start(), passage.end(), passage.text());
    json.putArray("facts");
    ObjectNode error = json.putObject("error");
    error.put("code", passage.code()).put("message", passage.message());
    if (failed.raw() != null) {
      error.put("raw", failed.raw());
    }
    return json;
  }

  private static ObjectNode place(int ordinal, int start, int end, String text) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("ordinal", ordinal)
        .put("start", start)
        .put("end", end)
        .put("text", text);
  }

  static ArrayNode facts(List<Passage.Fact> facts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(facts.size());
    for (Passage.Fact fact : facts) {
      ObjectNode json = array.addObject();
      json.set("data", Json.stored(fact.data()));
      json.put("quote", fact.quote()).put("start", fact.start()).put("end", fact.end());
    }
    return array;
  }
}
