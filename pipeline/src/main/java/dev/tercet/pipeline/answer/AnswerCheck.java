package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.json.StorableJson;
import dev.tercet.pipeline.text.CodePointOffsets;
import dev.tercet.saga.AnswerStore.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges a model's answer: JSON of the shape {@code {"facts":[{"quote","data"}]}}, every {@code
 * data} valid by the schema and storable, every {@code quote} found in the passage. One wrong fact
 * makes the whole answer invalid, since an answer is kept or asked for again as a whole.
 */
public final class AnswerCheck {
  /** An answer with more facts than this is refused. */
  public static final int MAX_FACTS = 2_000;

  /** How much of an invalid answer is kept for a person, in UTF-16 units (64 KiB at most). */
  private static final int MAX_RAW = 16 * 1024;

  private AnswerCheck() {}

  private static final class InvalidAnswerException extends Exception {
    InvalidAnswerException(String message) {
      super(message);
    }
  }

  /** The verdict on the model's words about this passage. */
  public static Verdict judge(String content, String passage, FactSchema schema) {
    try {
      return new Verdict.Valid(CanonicalJson.write(facts(content, passage, schema)));
    } catch (InvalidAnswerException e) {
      return new Verdict.Invalid(e.getMessage(), raw(content));
    }
  }

  private static ArrayNode facts(String content, String passage, FactSchema schema)
      throws InvalidAnswerException {
    JsonNode answer = StorableJson.of(parse(content));
    if (!(answer.path("facts") instanceof ArrayNode found)) {
      throw new InvalidAnswerException("the answer is not an object with an array 'facts'");
    }
    if (found.size() > MAX_FACTS) {
      throw new InvalidAnswerException(
          "the answer has " + found.size() + " facts, the limit is " + MAX_FACTS);
    }
    var quotes = new QuoteFinder(passage);
    var offsets = new CodePointOffsets(passage);
    ArrayNode facts = JsonNodeFactory.instance.arrayNode(found.size());
    for (int i = 0; i < found.size(); i++) {
      facts.add(fact(found.get(i), "facts/" + i, schema, quotes, passage, offsets));
    }
    return facts;
  }

  private static JsonNode fact(
      JsonNode fact,
      String where,
      FactSchema schema,
      QuoteFinder quotes,
      String passage,
      CodePointOffsets offsets)
      throws InvalidAnswerException {
    JsonNode data = fact.path("data");
    if (!data.isObject()) {
      throw new InvalidAnswerException(where + "/data is not an object");
    }
    Optional<String> violation =
        StorableJson.unstorableNumber(data)
            .map(at -> at + ": this number is out of range")
            .or(() -> schema.violation(data));
    if (violation.isPresent()) {
      throw new InvalidAnswerException(where + "/data" + violation.get());
    }
    QuoteFinder.Place place = quotes.find(fact.path("quote").asText(""));
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

  private static JsonNode parse(String content) throws InvalidAnswerException {
    @Nullable JsonNode answer;
    try {
      answer = CanonicalJson.read(unfenced(content));
    } catch (JsonProcessingException e) {
      throw new InvalidAnswerException("the answer is not JSON: " + e.getOriginalMessage());
    }
    return answer;
  }

  /** The content without the Markdown fence that some models put around JSON. */
  private static String unfenced(String content) {
    String trimmed = content.strip();
    int firstLineEnd = trimmed.indexOf('\n');
    return trimmed.startsWith("```") && trimmed.endsWith("```") && firstLineEnd > 0
        ? trimmed.substring(firstLineEnd, trimmed.length() - 3)
        : trimmed;
  }

  private static String raw(String content) {
    String storable = dev.tercet.pipeline.text.StorableText.of(content);
    return storable.length() <= MAX_RAW
        ? storable
        : dev.tercet.pipeline.text.StorableText.of(storable.substring(0, MAX_RAW));
  }
}
