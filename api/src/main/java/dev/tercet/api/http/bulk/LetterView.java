package dev.tercet.api.http.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.port.DeadLetters.Exchange;
import dev.tercet.saga.port.DeadLetters.Group;
import dev.tercet.saga.port.DeadLetters.Letter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters as every answer shows them. What is unknown is left out. */
final class LetterView {
  private LetterView() {}

  /** A cause, how many it has, and examples. */
  static ObjectNode of(Group group) {
    ObjectNode json = count(group);
    json.put("firstAt", group.first().toString());
    json.put("lastAt", group.last().toString());
    ArrayNode examples = json.putArray("examples");
    group.examples().forEach(it -> examples.add(of(it)));
    return json;
  }

  /** A cause, and how many it has. */
  static ObjectNode count(Group group) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("project", group.slug());
    json.put("code", group.cause().code());
    json.put("class", group.cause().failureClass().label());
    json.put("stage", group.cause().stage().label());
    json.put("count", group.count());
    json.put("more", group.more());
    return json;
  }

  /** One of them, with its input as the address of the text. */
  static ObjectNode of(Letter letter) {
    Extraction extraction = letter.extraction();
    String address = "/projects/" + letter.slug() + "/extractions/" + extraction.id();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("project", letter.slug());
    json.put("id", extraction.id().toString());
    json.put("source", extraction.source());
    json.put("input", address + "/text");
    json.put("history", address + "/history");
    Failure failure = extraction.failure();
    if (failure != null) {
      json.put("code", failure.code());
      json.put("class", failure.failureClass().label());
      json.put("message", failure.message());
      json.put("stage", failure.stage().label());
    }
    json.put("attempts", extraction.attempts());
    json.put("epoch", extraction.epoch());
    json.put("failedAt", extraction.updatedAt().toString());
    put(json, "version", letter.version());
    return json;
  }

  /** The same, with what the model answered that was of no use. */
  static ObjectNode of(Letter letter, List<Exchange> exchanges) {
    ObjectNode json = of(letter);
    ArrayNode calls = json.putArray("exchanges");
    exchanges.forEach(it -> calls.add(of(it)));
    return json;
  }

  private static ObjectNode of(Exchange exchange) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ordinal", exchange.ordinal());
    json.put("epoch", exchange.epoch());
    json.put("provider", exchange.provider());
    json.put("model", exchange.model());
    json.put("startedAt", exchange.startedAt().toString());
    put(json, "endedAt", exchange.endedAt() == null ? null : exchange.endedAt().toString());
    put(json, "verdict", exchange.verdict());
    put(json, "reason", exchange.reason());
    put(json, "raw", exchange.raw());
    json.putObject("usage")
        .put("calls", exchange.usage().calls())
        .put("inputTokens", exchange.usage().inputTokens())
        .put("outputTokens", exchange.usage().outputTokens());
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
