package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.json.StorableJson;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.text.StorableText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges a model's answer: JSON of the shape {@code {"facts":[{"quote","data","start"?}]}}, every
 * {@code data} valid by the schema and storable, every {@code quote} found in the passage ({@code
 * start}, in code points, may say where). A fact that is not so is left out and told with the
 * verdict; the answer is invalid only when it has facts and none of them is good.
 */
public final class AnswerCheck {
  /** An answer with more facts than this is refused. */
  public static final int MAX_FACTS = 2_000;

  /** How much of an invalid answer is kept for a person, in UTF-16 units: at most 48 KiB. */
  public static final int MAX_RAW = 16 * 1024;

  private AnswerCheck() {}

  /** The verdict on the model's words about this passage. */
  public static Verdict judge(Reply.Content answer, String passage, FactSchema schema) {
    String content = answer.content();
    try {
      FoundAnswer found = find(content);
      Set<AnswerRepair> repairs = new HashSet<>(answer.repairs());
      repairs.addAll(found.repairs());
      if (repairs.contains(AnswerRepair.WORDS_AROUND)) {
        refuseExample(found, repairs);
      }
      return valid(found.facts(), repairs, new FactCheck(schema, passage));
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

  /**
   * Whoever thinks aloud gives examples, the empty one of the system message first. That nothing
   * was found has to be said alone, and in the field of the reasoning everything has.
   */
  private static void refuseExample(FoundAnswer found, Set<AnswerRepair> repairs)
      throws InvalidAnswerException {
    if (repairs.contains(AnswerRepair.REASONING_FIELD)) {
      throw new InvalidAnswerException("the answer stands among the words of the reasoning only");
    }
    if (found.facts().isEmpty()) {
      throw new InvalidAnswerException("an empty array 'facts' among other words is no answer");
    }
  }

  private static Verdict.Valid valid(ArrayNode found, Set<AnswerRepair> repairs, FactCheck check)
      throws InvalidAnswerException {
    if (found.size() > MAX_FACTS) {
      throw new InvalidAnswerException(
          "the answer has " + found.size() + " facts, the limit is " + MAX_FACTS);
    }
    ArrayNode facts = JsonNodeFactory.instance.arrayNode(found.size());
    var bad = new BadFacts();
    for (int i = 0; i < found.size(); i++) {
      JsonNode fact = StorableJson.of(found.get(i));
      switch (check.check(fact, "/facts/" + i)) {
        case CheckedFact.Good(var good) -> facts.add(good);
        case CheckedFact.Bad it -> bad.add(it, fact);
      }
    }
    if (facts.isEmpty() && !found.isEmpty()) {
      throw new InvalidAnswerException("no fact of the answer is of use: " + bad.sentence());
    }
    return new Verdict.Valid(CanonicalJson.write(facts), repairs, bad.dropped());
  }

  private static String raw(String content) {
    return StorableText.of(content, MAX_RAW);
  }
}
