package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of an extraction's text with its facts.
 *
 * @param extraction the extraction it belongs to
 * @param ordinal its place, from 0
 * @param start first code point in the document's text
 * @param end code point after the last
 * @param text exactly {@code document[start:end]}
 * @param contentHash fingerprint of the text
 * @param embeddingId id of its point; null only after removal
 * @param model the embedding model of that point
 * @param facts what was found in it
 */
public record Passage(
    UUID extraction,
    int ordinal,
    int start,
    int end,
    String text,
    Fingerprint contentHash,
    @Nullable UUID embeddingId,
    String model,
    List<Fact> facts) {

  /**
   * One schema-valid JSON object and the quote that it rests on.
   *
   * @param data a JSON object
   * @param quote exactly {@code document[start:end]}
   * @param start first code point of the quote in the document's text
   * @param end code point after its last
   */
  public record Fact(String data, String quote, int start, int end) {}
}
