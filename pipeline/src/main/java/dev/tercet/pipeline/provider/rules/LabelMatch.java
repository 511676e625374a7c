package dev.tercet.pipeline.provider.rules;

import dev.tercet.pipeline.provider.rules.values.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which properties of a shape answer to a label, the best first. */
final class LabelMatch {
  /** An exact label beats every label that only contains the property's words. */
  static final int EXACT = 1_000;

  private static final int SHORTEST_PHRASE = 3;

  private final List<Property> properties;
  private final Map<String, List<Candidate>> exact = new HashMap<>();

  /** A property and how well it answers. */
  record Candidate(Property property, int score) {}

  LabelMatch(List<Property> properties) {
    this.properties = properties;
    for (Property property : properties) {
      for (String label : property.labels()) {
        exact
            .computeIfAbsent(label, _ -> new ArrayList<>())
            .add(new Candidate(property, EXACT + (isOwn(property, label) ? 1 : 0)));
      }
    }
    exact.values().forEach(candidates -> candidates.sort(bestFirst()));
  }

  List<Candidate> candidates(String label) {
    List<Candidate> found = exact.get(label);
    if (found != null) {
      return found;
    }
    var containing = new ArrayList<Candidate>();
    for (Property property : properties) {
      int longest = 0;
      for (String phrase : property.labels()) {
        boolean ideographs = Character.isIdeographic(phrase.codePointAt(0));
        int length = phrase.length();
        if (length > longest
            && length >= (ideographs ? 2 : SHORTEST_PHRASE)
            && length < label.length()
            && Labels.contains(label, phrase)) {
          longest = length;
        }
      }
      if (longest > 0) {
        containing.add(new Candidate(property, longest));
      }
    }
    containing.sort(bestFirst());
    return containing;
  }

  private static boolean isOwn(Property property, String label) {
    return property.labels().iterator().next().equals(label);
  }

  /** Stable: equals stay in the schema's order. */
  private static Comparator<Candidate> bestFirst() {
    return Comparator.comparingInt(Candidate::score).reversed();
  }
}
