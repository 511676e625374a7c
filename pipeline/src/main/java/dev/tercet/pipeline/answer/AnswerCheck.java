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
import dev.tercet.saga.AnswerRepair;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.text.StorableText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /** The verdict on the model's words about this passage. */
  public static Verdict judge(Reply.Content answer, String passage, FactSchema schema) {
    String content = answer.content();
    try {
      FoundAnswer found = find(content);
      ArrayNode facts = new AnswerCheck(schema, passage).facts(found.facts());
      Set<AnswerRepair> repairs = new HashSet<>(answer.repairs());
      repairs.addAll(found.repairs());
      return new Verdict.Valid(CanonicalJson.write(facts), repairs);
    } catch (InvalidAnswerException e) {
      return new Verdict.Invalid(StorableText.of(String.valueOf(e.getMessage())), raw(content));
    }
  }

  /** An answer that is as it should be is read once and nothing more. */
  private static FoundAnswer find(String content) throws InvalidAnswerException {
    String why = "the answer is not an object with an array 'facts'";
    try {
      if (CanonicalJson.read(content).get("facts") instanceof ArrayNode facts) {
        return new FoundAnswer(facts, Set.of());
      }
    } catch (JsonProcessingException e) {
      why = "the answer is not JSON: " + e.getOriginalMessage();
    }
    List<FoundAnswer> found = content.isBlank() ? List.of() : AnswerSearch.in(content);
    return switch (found.size()) {
      case 0 ->
          throw new InvalidAnswerException(content.isBlank() ? "the answer has no content" : why);
      case 1 -> found.getFirst();
      default ->
          throw new InvalidAnswerException("the answer holds two different objects with facts");
    };
  }

  private ArrayNode facts(ArrayNode given) throws InvalidAnswerException {
    JsonNode found = StorableJson.of(given);
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

  private static String raw(String content) {
    return StorableText.of(content, MAX_RAW);
  }
}
