package dev.tercet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A list of the service, page by page up to a limit. */
public record ListPages(ApiClient client, String path) {
  private static final int PAGE = 1_000;

  /** A parameter of a list with an ampersand behind it, or nothing when it is not given. */
  public static String parameter(String name, @Nullable String value) {
    return value == null ? "" : name + "=" + ApiClient.encoded(value) + "&";
  }

  /**
   * As many items as there are and the limit allows.
   *
   * @param query parameters of the list, each with an ampersand behind it
   * @param cursor where an earlier answer ended, or null
   * @return {@code {"items":[…],"next"?}} as the service answers it
   */
  ObjectNode read(String query, int limit, @Nullable String cursor) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode items = all.putArray("items");
    String next = cursor == null ? "" : cursor;
    do {
      int ask = Math.min(PAGE, limit - items.size());
      JsonNode page =
          client.get(
              path
                  + "?"
                  + query
                  + "limit="
                  + ask
                  + (next.isEmpty() ? "" : "&cursor=" + ApiClient.encoded(next)));
      page.path("items").forEach(items::add);
      next = page.path("next").asText();
    } while (!next.isEmpty() && items.size() < limit);
    if (!next.isEmpty()) {
      all.put("next", next);
    }
    return all;
  }
}
