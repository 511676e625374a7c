package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.answer.CheckedFact.Bad;
import dev.tercet.pipeline.answer.CheckedFact.Good;
import dev.tercet.pipeline.json.StorableJson;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.pipeline.schema.SchemaProblem;
import dev.tercet.pipeline.text.CodePointOffsets;
import dev.tercet.saga.answer.DroppedFacts.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the facts of one passage, in the order in which they came. */
final class FactCheck {
  private final FactSchema schema;
  private final String passage;
  private final QuoteFinder quotes;
  private final CodePointOffsets offsets;

  FactCheck(FactSchema schema, String passage) {
    this.schema = schema;
    this.passage = passage;
    quotes = new QuoteFinder(passage);
    offsets = new CodePointOffsets(passage);
  }

  /**
   * Checks the next one.
   *
   * @param where it stands in the answer, a JSON pointer
   */
  CheckedFact check(JsonNode fact, String where) {
    JsonNode data = fact.path("data");
    Bad bad = badData(data, where + "/data");
    if (bad != null) {
      return bad;
    }
    int start = fact.path("start").asInt(-1);
    int hintChar = start >= 0 && start <= offsets.length() ? offsets.toChars(start) : -1;
    QuoteFinder.Place place = quotes.find(fact.path("quote").asText(""), hintChar);
    if (place == null) {
      return new Bad(Reason.QUOTE, where + "/quote is not in the passage");
    }
    return new Good(
        JsonNodeFactory.instance
            .objectNode()
            .put("quote", passage.substring(place.startChar(), place.endChar()))
            .put("start", offsets.toCodePoints(place.startChar()))
            .put("end", offsets.toCodePoints(place.endChar()))
            .set("data", data));
  }

  private @Nullable Bad badData(JsonNode data, String where) {
    if (!data.isObject()) {
      return new Bad(Reason.SCHEMA, where + " is not an object");
    }
    var number = StorableJson.unstorableNumber(data);
    if (number.isPresent()) {
      return new Bad(Reason.NUMBER, where + number.get() + " is a number out of range");
    }
    List<SchemaProblem> problems = schema.problems(data);
    if (problems.isEmpty()) {
      return null;
    }
    SchemaProblem first = problems.getFirst();
    return new Bad(Reason.SCHEMA, where + first.pointer() + ": " + first.message());
  }
}
