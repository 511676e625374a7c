package dev.tercet.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.api.intake.Body;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.shape.Json;
import io.micronaut.http.HttpRequest;

/** Reads the small bodies of requests, whole and within a limit, as JSON. */
public final class JsonBody {
  private JsonBody() {}

  /** The body as JSON; an empty one is refused. */
  public static JsonNode read(HttpRequest<?> request, int limit, InFlight inFlight) {
    try (Body body = Body.read(request, limit, inFlight)) {
      return Json.read(body.bytes(), 0, body.length());
    }
  }

  /** An empty body is an object without fields. */
  static JsonNode readOptional(HttpRequest<?> request, int limit, InFlight inFlight) {
    try (Body body = Body.read(request, limit, inFlight)) {
      return body.length() == 0
          ? JsonNodeFactory.instance.objectNode()
          : Json.read(body.bytes(), 0, body.length());
    }
  }
}
