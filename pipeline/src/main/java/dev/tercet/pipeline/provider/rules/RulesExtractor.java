package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.provider.rules.values.PassageValues;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.pipeline.schema.UnusableSchemaException;
import dev.tercet.pipeline.text.CodePointOffsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Extracts facts from passages by rules that a project's JSON Schema drives; deterministic, without
 * model or network.
 *
 * <p>How a schema is read stands in the package documentation. An instance is immutable and may be
 * shared between threads; one per schema is enough.
 */
public final class RulesExtractor {
  /** A passage gives at most this many facts, the first ones. */
  public static final int MOST_FACTS = 200;

  private final List<FactMaker> makers;

  /**
   * Reads a schema once.
   *
   * @param schema the JSON Schema of one fact
   * @throws UnusableSchemaException when {@link FactSchema} refuses it; never for a schema that it
   *     accepts
   */
  public RulesExtractor(JsonNode schema) {
    var factSchema = new FactSchema(schema);
    this.makers =
        ShapeReader.read(schema).stream()
            .<FactMaker>map(shape ->
                switch (shape) {
                  case FactShape.Mention mention -> new MentionFacts(mention, factSchema);
                  case FactShape.Composite composite -> new RecordFacts(composite, factSchema);
                })
            .toList();
  }

  /**
   * The facts of one passage in the order of their quotes, without duplicates.
   *
   * @param passage at most some thousand characters; the time is linear in its length
   */
  public List<RuleFact> extract(String passage) {
    if (makers.isEmpty() || passage.isBlank()) {
      return List.of();
    }
    PassageValues values = PassageValues.read(passage);
    var placed = new ArrayList<PlacedFact>();
    for (FactMaker maker : makers) {
      placed.addAll(maker.make(values));
    }
    placed.sort(
        Comparator.comparingInt(PlacedFact::startChar).thenComparingInt(PlacedFact::endChar));
    var offsets = new CodePointOffsets(passage);
    return placed.stream().distinct().limit(MOST_FACTS).map(fact -> quoted(fact, offsets)).toList();
  }

  private static RuleFact quoted(PlacedFact fact, CodePointOffsets offsets) {
    return new RuleFact(
        fact.data(), offsets.toCodePoints(fact.startChar()), offsets.toCodePoints(fact.endChar()));
  }
}
