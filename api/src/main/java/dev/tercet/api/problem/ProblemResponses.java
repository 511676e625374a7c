package dev.tercet.api.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.saga.LogFields;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Writes problems as RFC 9457 describes them. */
public final class ProblemResponses {
  /** The media type of every refusal. */
  public static final MediaType TYPE = MediaType.of("application/problem+json");

  private ProblemResponses() {}

  /** The problem as JSON. */
  public static ObjectNode json(Problem problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "urn:tercet:problem:" + problem.code().code());
    json.put("title", problem.code().title());
    json.put("status", problem.code().status());
    json.put("detail", problem.detail());
    json.put("code", problem.code().code());
    if (problem.pointer() != null) {
      json.put("pointer", problem.pointer());
    }
    if (problem.retryAfterSeconds() > 0) {
      json.put("retryAfter", problem.retryAfterSeconds());
    }
    return json;
  }

  /** The problem as an answer of its own, with the id of the request in whose scope it is made. */
  public static MutableHttpResponse<?> response(Problem problem) {
    return fill(
        HttpResponse.status(HttpStatus.valueOf(problem.code().status())),
        problem,
        MDC.get(LogFields.REQUEST));
  }

  static MutableHttpResponse<byte[]> fill(
      MutableHttpResponse<?> response, Problem problem, @Nullable String requestId) {
    if (problem.retryAfterSeconds() > 0) {
      response.header(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
    }
    if (problem.code() == ProblemCode.UNAUTHORIZED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tercet\"");
    }
    ObjectNode json = json(problem);
    if (requestId != null) {
      json.put(LogFields.REQUEST, requestId);
    }
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    return response.contentType(TYPE).body(body);
  }
}
