package dev.tercet.pipeline.provider.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An error that came with a status of success, as gateways send them: an error object, or a page or
 * a plain sentence of a proxy.
 *
 * @param status that it should have had
 * @param message for a person
 */
record DisguisedError(int status, String message) {
  private static final int BAD_GATEWAY = 502;
  private static final int TOO_MANY = 429;

  /** An answer is longer than what says that there is none. */
  private static final int LONGEST = 64 * 1024;

  /** Bytes of a page that are shown. */
  private static final int SHOWN = 200;

  private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

  /** What the answer hides; empty when it may be one: whoever reads it says what is wrong in it. */
  static Optional<DisguisedError> of(byte[] body) {
    int start = isMarked(body) ? MARK.length : 0;
    while (start < body.length && body[start] >= 0 && body[start] <= ' ') {
      start++;
    }
    if (start == body.length) {
      return Optional.of(new DisguisedError(BAD_GATEWAY, "the answer is empty"));
    }
    return switch (body[start]) {
      case '{' ->
          body.length <= LONGEST
              ? error(new String(body, start, body.length - start, StandardCharsets.UTF_8))
              : Optional.empty();
      case '[' -> Optional.empty();
      default -> Optional.of(new DisguisedError(BAD_GATEWAY, page(body, start)));
    };
  }

  private static boolean isMarked(byte[] body) {
    return body.length >= MARK.length && Arrays.equals(MARK, 0, MARK.length, body, 0, MARK.length);
  }

  private static String page(byte[] body, int start) {
    String shown =
        new String(body, start, Math.min(SHOWN, body.length - start), StandardCharsets.UTF_8);
    return "a page came instead of an answer: " + shown.replaceAll("\\s+", " ");
  }

  private static Optional<DisguisedError> error(String body) {
    if (!body.contains("\"error\"")) {
      return Optional.empty();
    }
    JsonNode answer;
    try {
      answer = CanonicalJson.read(body);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // whoever reads the answer says so
    }
    JsonNode error = answer.path("error");
    boolean isNone = error.isMissingNode() || error.isNull();
    return isNone || !answer.path("choices").isMissingNode() || answer.path("facts").isArray()
        ? Optional.empty()
        : Optional.of(
            new DisguisedError(status(error), "an error in an answer of status 200: " + error));
  }

  private static int status(JsonNode error) {
    int code = error.path("code").asInt(error.path("status").asInt(0));
    if (code >= 400 && code <= 599) {
      return code;
    }
    String words = error.toString();
    return words.contains("rate_limit") || words.contains("RESOURCE_EXHAUSTED")
        ? TOO_MANY
        : BAD_GATEWAY;
  }
}
