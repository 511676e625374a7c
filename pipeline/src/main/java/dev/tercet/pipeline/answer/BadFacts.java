package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.answer.CheckedFact.Bad;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.saga.answer.DroppedFacts;
import dev.tercet.saga.answer.DroppedFacts.Reason;
import dev.tercet.saga.text.StorableText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The facts of one answer that cannot be used; of the first of them enough is kept for a person.
 */
final class BadFacts {
  /** Of so many it is told what was wrong. */
  private static final int MOST_TOLD = 20;

  /** And of so many to the model, which gets a sentence. */
  private static final int MOST_NAMED = 5;

  private static final int LONGEST_WHY = 300;
  private static final int LONGEST_QUOTE = 200;
  private static final int LONGEST_DATA = 400;

  private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
  private final ArrayNode told = JsonNodeFactory.instance.arrayNode();
  private final List<String> named = new ArrayList<>();

  void add(Bad bad, JsonNode fact) {
    counts.merge(bad.reason(), 1, Integer::sum);
    String why = StorableText.of(bad.why(), LONGEST_WHY);
    if (named.size() < MOST_NAMED) {
      named.add(why);
    }
    if (told.size() < MOST_TOLD) {
      told.addObject()
          .put("reason", bad.reason().label())
          .put("why", why)
          .put("quote", StorableText.of(fact.path("quote").asText(""), LONGEST_QUOTE))
          .put("data", StorableText.of(CanonicalJson.write(fact.path("data")), LONGEST_DATA));
    }
  }

  /** As the call's row has it. */
  DroppedFacts dropped() {
    return counts.isEmpty()
        ? DroppedFacts.NONE
        : new DroppedFacts(counts, CanonicalJson.write(told));
  }

  /** What is wrong, in one sentence. */
  String sentence() {
    return String.join("; ", named);
  }
}
