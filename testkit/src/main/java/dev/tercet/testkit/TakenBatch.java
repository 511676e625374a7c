package dev.tercet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/** A batch that a stand-in has taken. */
final class TakenBatch {
  final String id;
  final List<JsonNode> items;
  final JsonNode request;
  final Instant createdAt;

  /** The results of what was answered, and of what was not. */
  final StringBuilder output = new StringBuilder();

  final StringBuilder errors = new StringBuilder();
  int answered;
  boolean isCancelling;

  /** Completed, expired or cancelled once it is over. */
  String state = "in_progress";

  TakenBatch(String id, List<JsonNode> items, JsonNode request, Instant createdAt) {
    this.id = id;
    this.items = items;
    this.request = request;
    this.createdAt = createdAt;
  }

  boolean isOver() {
    return !state.equals("in_progress");
  }
}
