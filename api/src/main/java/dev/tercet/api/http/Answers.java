package dev.tercet.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.Extraction;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import java.util.function.Function;

/** Answers with JSON bodies. */
public final class Answers {
  private Answers() {}

  /** A JSON answer. */
  public static MutableHttpResponse<byte[]> json(HttpStatus status, JsonNode body) {
    return HttpResponse.<byte[]>status(status)
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(Json.bytes(body));
  }

  /** The same with status 200. */
  public static MutableHttpResponse<byte[]> ok(JsonNode body) {
    return json(HttpStatus.OK, body);
  }

  /** An extraction as every answer shows it; {@code slug} is its project's name. */
  public static ObjectNode extraction(Extraction extraction, String slug) {
    return ExtractionView.of(extraction, slug);
  }

  /** A page of items; its cursor is for the caller to add. */
  public static <T> ObjectNode page(List<T> found, Function<T, ObjectNode> view) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    ArrayNode items = page.putArray("items");
    found.stream().map(view).forEach(items::add);
    return page;
  }

  /**
   * One page of a list.
   *
   * @param found up to {@code limit + 1} items: the last one only says that there is more
   * @param next the cursor after an item
   */
  public static <T> ObjectNode page(
      List<T> found, int limit, Function<T, ObjectNode> view, Function<T, String> next) {
    ObjectNode page = page(found.subList(0, Math.min(limit, found.size())), view);
    if (found.size() > limit) {
      page.put("next", next.apply(found.get(limit - 1)));
    }
    return page;
  }
}
