package dev.tercet.pipeline.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads and writes JSON strictly; equal values are written alike: names sorted, no white space. */
public final class CanonicalJson {
  /** Attempts run on virtual threads, each of which would allocate buffers of its own. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .disable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final ObjectReader STRICT = MAPPER.reader();
  private static final ObjectReader WITH_TRAILING_COMMAS =
      MAPPER.reader().with(JsonReadFeature.ALLOW_TRAILING_COMMA);

  private CanonicalJson() {}

  /** Parses one JSON value and nothing behind it. */
  public static JsonNode read(String json) throws JsonProcessingException {
    return read(STRICT, json);
  }

  /** The same of what was valid JSON when it was stored. */
  public static JsonNode readOwn(String json) {
    try {
      return read(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was stored as JSON is none", e);
    }
  }

  /** The same of JSON in which a comma may stand before a closing bracket. */
  public static JsonNode readWithTrailingCommas(String json) throws JsonProcessingException {
    return read(WITH_TRAILING_COMMAS, json);
  }

  private static JsonNode read(ObjectReader reader, String json) throws JsonProcessingException {
    try {
      return reader.readTree(json);
    } catch (NumberFormatException e) {
      throw new JsonParseException(null, "a number is out of every range", e);
    }
  }

  /** Writes the value. */
  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    }
  }
}
