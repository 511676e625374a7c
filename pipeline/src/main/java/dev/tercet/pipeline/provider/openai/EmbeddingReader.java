package dev.tercet.pipeline.provider.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tercet.pipeline.provider.embedding.EmbeddingAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer number by number, as floats or base64 (little-endian floats). What other servers
 * than the model's own send is read as what it is: a bare NaN, an error with status 200, a page of
 * a proxy.
 */
final class EmbeddingReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final int SHOWN = 60;
  private static final int BAD_GATEWAY = 502;

  private final int dimension;
  private final List<IndexedVector> vectors = new ArrayList<>();
  private @Nullable JsonNode error;
  private boolean hasData;

  private EmbeddingReader(int dimension) {
    this.dimension = dimension;
  }

  /**
   * One element of {@code data}.
   *
   * @param index which input it says it belongs to; null when it does not say
   */
  @SuppressWarnings("ArrayRecordComponent") // a vector is passed on, never compared or a key
  record IndexedVector(@Nullable Integer index, float[] vector) {}

  /** The answer to that many inputs. */
  static EmbeddingAnswer read(byte[] body, int inputs, int dimension) {
    var reader = new EmbeddingReader(dimension);
    try (JsonParser json = MAPPER.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new EmbeddingAnswer.Unusable("the answer is no JSON object" + shown(body));
      }
      reader.fields(json);
      if (json.nextToken() != null) {
        return new EmbeddingAnswer.Unusable("the answer goes on behind its JSON object");
      }
    } catch (JsonProcessingException e) {
      return new EmbeddingAnswer.Unusable("the answer is not JSON" + shown(body));
    } catch (UnreadableException e) {
      return new EmbeddingAnswer.Unusable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
    }
    return reader.answer(inputs);
  }

  private EmbeddingAnswer answer(int inputs) {
    if (error != null) {
      int code = error.path("code").asInt(error.path("status").asInt(0));
      String message = error.isTextual() ? error.asText() : error.path("message").asText();
      return new EmbeddingAnswer.Failed(
          code < 300 || code > 599 ? BAD_GATEWAY : code,
          "an error in an answer of status 200: " + (message.isEmpty() ? error : message));
    }
    return hasData
        ? MatchVectors.of(vectors, inputs, dimension)
        : new EmbeddingAnswer.Unusable("the answer has no list \"data\"");
  }

  private void fields(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("error") && value != JsonToken.VALUE_NULL) {
        error = MAPPER.readTree(json);
      } else if (name.equals("data") && value == JsonToken.START_ARRAY) {
        hasData = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          element(json);
        }
      } else {
        json.skipChildren();
      }
    }
  }

  private void element(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new UnreadableException("an element of \"data\" is no object");
    }
    Integer index = null;
    float[] vector = {};
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("index") && value != JsonToken.VALUE_NULL) {
        index = index(json);
      } else if (name.equals("embedding")) {
        vector =
            switch (value) {
              case START_ARRAY -> floats(json);
              case VALUE_STRING -> base64(json);
              case VALUE_NULL -> new float[0];
              default -> throw new UnreadableException("an embedding is no list of numbers");
            };
      } else {
        json.skipChildren();
      }
    }
    vectors.add(new IndexedVector(index, vector));
  }

  /** Anything that is no small whole number names no input. */
  private static int index(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() == JsonParser.NumberType.INT) {
      return json.getIntValue();
    }
    json.skipChildren();
    return -1;
  }

  /** As many numbers as there are; those beyond the dimension only count. */
  private float[] floats(JsonParser json) throws IOException {
    float[] vector = new float[dimension];
    int count = 0;
    for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY; at = json.nextToken()) {
      float number =
          switch (at) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getFloatValue();
            case VALUE_NULL -> Float.NaN; // as some write what JSON cannot say
            default -> throw new UnreadableException("an embedding is no list of numbers");
          };
      if (count < dimension) {
        vector[count] = number;
      }
      count++;
    }
    return count == dimension ? vector : Arrays.copyOf(vector, count);
  }

  private static float[] base64(JsonParser json) throws IOException {
    byte[] bytes = json.getBinaryValue();
    if (bytes.length % Float.BYTES != 0) {
      throw new UnreadableException("an embedding in base64 is not made of whole floats");
    }
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  /** How it begins, which tells a person whose page that is. */
  private static String shown(byte[] body) {
    String begin = new String(body, 0, Math.min(body.length, 4 * SHOWN), StandardCharsets.UTF_8);
    String line = begin.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.isEmpty()
        ? ", it is empty"
        : ", it begins with: " + line.substring(0, Math.min(SHOWN, line.length()));
  }

  /** It is JSON, and nothing that this endpoint should answer. */
  private static final class UnreadableException extends RuntimeException {
    UnreadableException(String message) {
      super(message, null, false, false);
    }
  }
}
