package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.json.StorableJson;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.pipeline.schema.SchemaProblem;
import dev.tercet.pipeline.text.CodePointOffsets;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.text.StorableText;
import java.util.List;

/**
 * Judges a model's answer: JSON of the shape {@code {"facts":[{"quote","data","start"?}]}}, every
 * {@code data} valid by the schema and storable, every {@code quote} found in the passage ({@code
 * start}, in code points, may say where). One wrong fact makes the whole answer invalid, since an
 * answer is kept or asked for again as a whole.
 */
public final class AnswerCheck {
  /** An answer with more facts than this is refused. */
  public static final int MAX_FACTS = 2_000;

  /** How much of an invalid answer is kept for a person, in UTF-16 units: at most 48 KiB. */
  private static final int MAX_RAW = 16 * 1024;

  private final FactSchema schema;
  private final String passage;
  private final QuoteFinder quotes;
  private final CodePointOffsets offsets;

  private AnswerCheck(FactSchema schema, String passage) {
    this.schema = schema;
    this.passage = passage;
    quotes = new QuoteFinder(passage);
    offsets = new CodePointOffsets(passage);
  }

  private static final class InvalidAnswerException extends Exception {
    InvalidAnswerException(String message) {
      super(message);
    }
  }

  /** The verdict on the model's words about this passage. */
  public static Verdict judge(String content, String passage, FactSchema schema) {
    try {
      ArrayNode facts = new AnswerCheck(schema, passage).facts(content);
      return new Verdict.Valid(CanonicalJson.write(facts));
    } catch (InvalidAnswerException e) {
      return new Verdict.Invalid(StorableText.of(String.valueOf(e.getMessage())), raw(content));
    }
  }

  private ArrayNode facts(String content) throws InvalidAnswerException {
    JsonNode answer = StorableJson.of(parse(content));
    if (!(answer.path("facts") instanceof ArrayNode found)) {
      throw new InvalidAnswerException("the answer is not an object with an array 'facts'");
    }
    if (found.size() > MAX_FACTS) {
      throw new InvalidAnswerException(
          "the answer has " + found.size() + " facts, the limit is " + MAX_FACTS);
    }
    ArrayNode facts = JsonNodeFactory.instance.arrayNode(found.size());
    for (int i = 0; i < found.size(); i++) {
      facts.add(fact(found.get(i), "/facts/" + i));
    }
    return facts;
  }

  private JsonNode fact(JsonNode fact, String where) throws InvalidAnswerException {
    JsonNode data = fact.path("data");
    checkData(data, where + "/data");
    int start = fact.path("start").asInt(-1);
    int hintChar = start >= 0 && start <= offsets.length() ? offsets.toChars(start) : -1;
    QuoteFinder.Place place = quotes.find(fact.path("quote").asText(""), hintChar);
    if (place == null) {
      throw new InvalidAnswerException(where + "/quote is not in the passage");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("quote", passage.substring(place.startChar(), place.endChar()))
        .put("start", offsets.toCodePoints(place.startChar()))
        .put("end", offsets.toCodePoints(place.endChar()))
        .set("data", data);
  }

  private void checkData(JsonNode data, String where) throws InvalidAnswerException {
    if (!data.isObject()) {
      throw new InvalidAnswerException(where + " is not an object");
    }
    var number = StorableJson.unstorableNumber(data);
    if (number.isPresent()) {
      throw new InvalidAnswerException(where + number.get() + " is a number out of range");
    }
    List<SchemaProblem> problems = schema.problems(data);
    if (!problems.isEmpty()) {
      SchemaProblem first = problems.getFirst();
      throw new InvalidAnswerException(where + first.pointer() + ": " + first.message());
    }
  }

  private static JsonNode parse(String content) throws InvalidAnswerException {
    try {
      return CanonicalJson.read(unfenced(content));
    } catch (JsonProcessingException e) {
      throw new InvalidAnswerException("the answer is not JSON: " + e.getOriginalMessage());
    }
  }

  /** The content without the Markdown fence that some models put around JSON. */
  private static String unfenced(String content) {
    String trimmed = content.strip();
    int firstLineEnd = trimmed.indexOf('\n');
    boolean fenced = trimmed.startsWith("```") && trimmed.endsWith("```");
    return fenced && firstLineEnd > 0 && firstLineEnd < trimmed.length() - 3
        ? trimmed.substring(firstLineEnd, trimmed.length() - 3)
        : trimmed;
  }

  private static String raw(String content) {
    return StorableText.of(content, MAX_RAW);
  }
}
