package dev.tercet.pipeline.provider.rules;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A record in the making: what is known of each property so far. */
final class RecordDraft {
  private static final int MOST_READINGS = 50;

  private final Map<Property, Assigned> assigned = new LinkedHashMap<>();
  private final Set<String> labelsUsed = new HashSet<>();
  private boolean labelled;

  private record Assigned(List<PropertyValue> readings, int score) {}

  boolean hasUsed(String label) {
    return labelsUsed.contains(label);
  }

  boolean isLabelled() {
    return labelled;
  }

  boolean has(Property property) {
    return assigned.containsKey(property);
  }

  int size() {
    return assigned.size();
  }

  boolean isEmpty() {
    return assigned.isEmpty();
  }

  /** What was read for a property, in reading order; empty for none. */
  List<PropertyValue> readings(Property property) {
    Assigned known = assigned.get(property);
    return known == null ? List.of() : known.readings();
  }

  /** Takes values under a label, unless a better label has spoken; false when it has. */
  boolean takeLabelled(Property property, List<PropertyValue> readings, int score, String label) {
    Assigned known = assigned.get(property);
    if (known != null && known.score() >= score) {
      return false;
    }
    put(property, readings, score);
    labelsUsed.add(label);
    labelled = true;
    return true;
  }

  /** Takes values that have no label. */
  void take(Property property, List<PropertyValue> readings) {
    put(property, readings, 0);
  }

  private void put(Property property, List<PropertyValue> readings, int score) {
    int most = property.many() ? MOST_READINGS : 1;
    var kept = List.copyOf(readings.subList(0, Math.min(most, readings.size())));
    assigned.put(property, new Assigned(kept, score));
  }

  /** True when a reading's place is in use. */
  boolean uses(PropertyValue reading) {
    return assigned.values().stream()
        .flatMap(known -> known.readings().stream())
        .anyMatch(
            used -> used.startChar() < reading.endChar() && reading.startChar() < used.endChar());
  }
}
