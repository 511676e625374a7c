package dev.tercet.pipeline.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.answer.LruCache;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.rules.RuleFact;
import dev.tercet.pipeline.provider.rules.RulesExtractor;
import dev.tercet.pipeline.text.CodePointOffsets;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor;

/** Asks the built-in rules instead of a model: deterministic, without network, at no cost. */
public final class RulesProvider implements Extractor {
  private static final Usage ONE_CALL = new Usage(1, 0, 0);
  private static final int KEPT_SCHEMAS = 256;

  private final LruCache<String, RulesExtractor> extractors =
      new LruCache<>(KEPT_SCHEMAS, RulesProvider::extractor);

  @Override
  public String provider() {
    return "rules";
  }

  @Override
  public String model() {
    return "rules";
  }

  @Override
  public String promptVersion() {
    return "1";
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public Reply ask(Request request) {
    RulesExtractor extractor;
    try {
      extractor = extractors.of(request.schema());
    } catch (IllegalArgumentException e) {
      return new Reply.Refused(
          new Failure(
              "schema-unusable",
              FailureClass.PERMANENT,
              "the rules cannot follow the project's schema: " + e.getMessage(),
              Stage.ACCEPTED),
          ONE_CALL);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode facts = answer.putArray("facts");
    var offsets = new CodePointOffsets(request.passage());
    for (RuleFact fact : extractor.extract(request.passage())) {
      facts.add(fact(fact, request.passage(), offsets));
    }
    return new Reply.Content(CanonicalJson.write(answer), ONE_CALL);
  }

  /** The quote's place is told as well, since the rules know which of equal quotes they mean. */
  private static ObjectNode fact(RuleFact fact, String passage, CodePointOffsets offsets) {
    int startChar = offsets.toChars(fact.start());
    int endChar = offsets.toChars(fact.end());
    return JsonNodeFactory.instance
        .objectNode()
        .put("quote", passage.substring(startChar, endChar))
        .put("start", fact.start())
        .set("data", fact.data());
  }

  private static RulesExtractor extractor(String schema) {
    try {
      return new RulesExtractor(CanonicalJson.read(schema));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the schema is not JSON", e);
    }
  }
}
