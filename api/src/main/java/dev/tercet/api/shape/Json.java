package dev.tercet.api.shape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads and writes JSON. Reading is strict: UTF-8, one value, no name twice in an object, nesting
 * up to {@value #MOST_DEPTH}; numbers keep every digit.
 */
public final class Json {
  private static final int MOST_DEPTH = 200;
  private static final int LONGEST_STRING = 25 << 20;
  private static final int LONGEST_NUMBER = 1_000;

  /** The mapper; thread-safe. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxStringLength(LONGEST_STRING)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  private Json() {}

  /** Reads one value; what is not JSON is refused with line and column. */
  public static JsonNode read(byte[] bytes, int offset, int length) {
    try {
      JsonNode node = MAPPER.readTree(bytes, offset, length);
      if (node == null || node.isMissingNode()) {
        throw Problem.of(ProblemCode.MALFORMED_JSON, "the body is empty").refusal();
      }
      return node;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      throw Problem.of(ProblemCode.MALFORMED_JSON, firstLine(e) + place).refusal();
    } catch (IOException e) {
      throw Problem.of(ProblemCode.MALFORMED_JSON, "the body is not UTF-8").refusal();
    }
  }

  /** Reads JSON that we wrote ourselves. */
  public static JsonNode stored(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("what a store holds is not JSON", e);
    }
  }

  /** Writes a value as UTF-8. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return message == null ? "not JSON" : message.lines().findFirst().orElse("not JSON");
  }
}
