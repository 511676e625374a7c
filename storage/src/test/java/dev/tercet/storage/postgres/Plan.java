package dev.tercet.storage.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * What the server says of one run of a statement.
 *
 * @param walked tables that were read from one end to the other
 * @param indexes that were used
 * @param buffers pages that were looked at
 */
record Plan(Set<String> walked, Set<String> indexes, long buffers) {

  static Plan of(JsonNode explained) {
    JsonNode top = explained.get(0).get("Plan");
    Set<String> walked = new HashSet<>();
    Set<String> indexes = new HashSet<>();
    return new Plan(walked, indexes, buffers(top) + read(top, walked, indexes));
  }

  /** Returns the pages of what runs beside the node: each part of a WITH. */
  private static long read(JsonNode node, Set<String> walked, Set<String> indexes) {
    if (node.path("Node Type").asText().equals("Seq Scan")) {
      walked.add(node.path("Relation Name").asText());
    }
    if (node.has("Index Name")) {
      indexes.add(node.get("Index Name").asText());
    }
    long beside = 0;
    for (JsonNode child : node.path("Plans")) {
      beside += read(child, walked, indexes);
      if (child.path("Parent Relationship").asText().equals("InitPlan")) {
        beside += buffers(child);
      }
    }
    return beside;
  }

  private static long buffers(JsonNode node) {
    return node.path("Shared Hit Blocks").asLong() + node.path("Shared Read Blocks").asLong();
  }
}
