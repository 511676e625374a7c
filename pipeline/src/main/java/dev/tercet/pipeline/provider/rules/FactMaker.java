package dev.tercet.pipeline.provider.rules;

import dev.tercet.pipeline.provider.rules.values.PassageValues;
import java.util.List;

/** Makes the facts of one shape; every fact is valid. */
sealed interface FactMaker permits MentionFacts, RecordFacts {
  List<PlacedFact> make(PassageValues passage);
}
