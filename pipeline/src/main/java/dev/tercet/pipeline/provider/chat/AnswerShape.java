package dev.tercet.pipeline.provider.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tercet.pipeline.json.CanonicalJson;
import java.util.List;

/** The JSON Schema of a whole answer: facts by the project's schema, each with its quote. */
public final class AnswerShape {
  private static final String DATA = "#/properties/facts/items/properties/data";

  private AnswerShape() {}

  /** The answer's schema around the schema of one fact; references still point to what they did. */
  public static String around(String factSchema) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode fact = object(List.of("quote", "data"));
    fact.withObjectProperty("properties")
        .<ObjectNode>set(
            "quote",
            json.objectNode()
                .put("type", "string")
                .put("description", "The words of the passage that the fact rests on, verbatim."))
        .set("data", moved(read(factSchema)));
    ObjectNode answer = object(List.of("facts"));
    answer
        .withObjectProperty("properties")
        .set("facts", json.objectNode().put("type", "array").set("items", fact));
    return CanonicalJson.write(answer);
  }

  private static ObjectNode object(List<String> required) {
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("type", "object");
    required.forEach(object.putArray("required")::add);
    object.put("additionalProperties", false).putObject("properties");
    return object;
  }

  /** The schema without its own head, and with local references that start from the new root. */
  private static JsonNode moved(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    if (copy instanceof ObjectNode object) {
      object.remove(List.of("$schema", "$id"));
    }
    moveReferences(copy);
    return copy;
  }

  private static void moveReferences(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.get("$ref") instanceof TextNode reference
        && reference.textValue().startsWith("#")) {
      object.put("$ref", DATA + reference.textValue().substring(1));
    }
    for (JsonNode child : node) {
      moveReferences(child);
    }
  }

  private static JsonNode read(String schema) {
    try {
      return CanonicalJson.read(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the schema of a fact is not JSON", e);
    }
  }
}
