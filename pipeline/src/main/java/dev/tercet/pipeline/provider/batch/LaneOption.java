package dev.tercet.pipeline.provider.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import java.time.Duration;
import java.util.Optional;

/** The options {@code lane} and {@code batchMinutes} among the options of a project. */
public final class LaneOption {
  private static final int USUAL_MINUTES = 60;

  private LaneOption() {}

  /** After which a document's questions are asked directly; empty when they always are. */
  public static Optional<Duration> batchWithin(String options) {
    JsonNode read = CanonicalJson.readOwn(options);
    return read.path("lane").asText().equals("batch")
        ? Optional.of(Duration.ofMinutes(read.path("batchMinutes").asInt(USUAL_MINUTES)))
        : Optional.empty();
  }
}
