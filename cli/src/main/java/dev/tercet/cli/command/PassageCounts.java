package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.saga.Status;
import java.util.ArrayList;
import java.util.List;

/** How many passages an extraction has, and what it warns of, for a person. */
final class PassageCounts {
  private PassageCounts() {}

  /** Such as {@code 42}; or {@code 41 of 42} when it is done without some. */
  static String of(JsonNode extraction) {
    int total = extraction.at("/passages/total").asInt();
    int found = extraction.at("/passages/embedded").asInt();
    return isPartial(extraction) ? "%d of %d".formatted(found, total) : Integer.toString(total);
  }

  /** What its warnings say, a line each. */
  static List<String> warnings(JsonNode extraction) {
    List<String> lines = new ArrayList<>();
    for (JsonNode warning : extraction.path("warnings")) {
      String message = warning.path("message").asText();
      lines.add(
          warning.has("ordinal")
              ? "passage %d: %s: %s"
                  .formatted(
                      warning.path("ordinal").asInt(), warning.path("code").asText(), message)
              : message);
    }
    return lines;
  }

  /** Whether it is done without some of its passages. */
  static boolean isPartial(JsonNode extraction) {
    return extraction.path("status").asText().equals(Status.DONE.label())
        && extraction.at("/passages/embedded").asInt() < extraction.at("/passages/total").asInt();
  }
}
