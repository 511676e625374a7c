package dev.tercet.api.shape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads and writes JSON. Reading is strict: UTF-8, one value, no name twice in an object, nesting
 * up to {@value #MOST_DEPTH}; numbers keep every digit. A tree may take thirty times the memory of
 * its bytes, so what strangers send has {@value #MOST_TOKENS} tokens at most.
 */
public final class Json {
  private static final int MOST_DEPTH = 200;
  private static final int MOST_TOKENS = 200_000;
  private static final int LONGEST_STRING = 25 << 20;
  private static final int LONGEST_NUMBER = 1_000;
  private static final int MOST_EXPONENT = 100_000;

  /** Where the parser points into itself: its source, features, limits and classes. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\s*\\((?:start marker at|from|for|`?StreamRead|`JsonReadFeature)[^()]*(?:\\([^()]*\\)[^()]*)*\\)"
              + "|\\s*\\(?enable `?\\w+(?:\\.\\w+)*`? to allow\\)?"
              + "|\\s*\\(bound as [^()]*\\): not allowed as per `\\w+(?:\\.\\w+)*`"
              + "|,?\\s*from `StreamRead\\w+(?:\\.\\w+)*\\(\\)`"
              + "|`?(?:com|java)(?:\\.\\w+)+`?");

  /** The mapper; thread-safe. */
  public static final ObjectMapper MAPPER = mapper(StreamReadConstraints.DEFAULT_MAX_TOKEN_COUNT);

  private static final ObjectMapper STRANGERS = mapper(MOST_TOKENS);

  private Json() {}

  private static ObjectMapper mapper(long mostTokens) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxTokenCount(mostTokens)
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
  }

  /** Reads one value; what is not JSON is refused with line and column. */
  public static JsonNode read(byte[] bytes, int offset, int length) {
    try {
      JsonNode node = STRANGERS.readTree(bytes, offset, length);
      if (node == null || node.isMissingNode()) {
        throw Problem.of(ProblemCode.MALFORMED_JSON, "the body is empty").refusal();
      }
      refuseAbsurdNumbers(node, "");
      return node;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      throw Problem.of(ProblemCode.MALFORMED_JSON, firstLine(e) + place).refusal();
    } catch (NumberFormatException e) {
      throw Problem.of(ProblemCode.INVALID_BODY, "a number is out of every range").refusal();
    } catch (IOException e) {
      throw Problem.of(ProblemCode.MALFORMED_JSON, "the body is not UTF-8").refusal();
    }
  }

  /** Nobody means such an exponent, and whoever writes the number out needs gigabytes. */
  private static void refuseAbsurdNumbers(JsonNode node, String pointer) {
    if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MOST_EXPONENT) {
      throw Problem.at(ProblemCode.INVALID_BODY, pointer, "this number is out of range").refusal();
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      refuseAbsurdNumbers(node.get(i), pointer + "/" + i);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      refuseAbsurdNumbers(field.getValue(), pointer(pointer, field.getKey()));
    }
  }

  /** The JSON pointer of a member of the object to which that one points. */
  static String pointer(String object, String name) {
    return object + "/" + name.replace("~", "~0").replace("/", "~1");
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

  /** What the parser says, without what it says about itself. */
  private static String firstLine(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    String said = message == null ? "" : message.lines().findFirst().orElse("");
    said = INSIDE.matcher(said).replaceAll("").strip();
    return said.isEmpty() ? "not JSON" : said;
  }
}
