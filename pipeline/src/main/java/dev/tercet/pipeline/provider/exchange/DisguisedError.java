package dev.tercet.pipeline.provider.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An error that came with a status of success, as gateways send them: an error object, or a page of
 * a proxy.
 *
 * @param status that it should have had
 * @param message for a person
 */
record DisguisedError(int status, String message) {
  private static final int BAD_GATEWAY = 502;
  private static final int TOO_MANY = 429;

  /** An answer is longer than what says that there is none. */
  private static final int LONGEST = 64 * 1024;

  private static final int SHOWN = 200;

  /** What the answer hides; empty when it is one. */
  static Optional<DisguisedError> of(byte[] body) {
    int start = 0;
    while (start < body.length && (body[start] <= ' ' || isMark(body, start))) {
      start += body[start] <= ' ' && !isMark(body, start) ? 1 : 3;
    }
    if (start >= body.length) {
      return Optional.of(new DisguisedError(BAD_GATEWAY, "the answer is empty"));
    }
    if (body[start] == '<') {
      String page =
          new String(body, start, Math.min(SHOWN, body.length - start), StandardCharsets.UTF_8);
      return Optional.of(
          new DisguisedError(
              BAD_GATEWAY, "a page came instead of an answer: " + page.replaceAll("\\s+", " ")));
    }
    return body[start] == '{' && body.length <= LONGEST
        ? error(new String(body, start, body.length - start, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** A byte order mark in UTF-8. */
  private static boolean isMark(byte[] body, int at) {
    return at + 2 < body.length
        && body[at] == (byte) 0xEF
        && body[at + 1] == (byte) 0xBB
        && body[at + 2] == (byte) 0xBF;
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
    return isNone || !answer.path("choices").isMissingNode()
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
