package dev.tercet.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.shape.OpenApi;
import java.util.List;
import java.util.Map;

/** The OpenAPI document as a page that a person can read, without anything from elsewhere. */
final class OpenApiPage {
  private static final List<String> METHODS = List.of("get", "put", "post", "delete");

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Tercet · API</title>
      <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
               color-scheme: light dark; }
        table { border-collapse: collapse; width: 100%; }
        td { border-top: 1px solid #8884; padding: .4rem .6rem; vertical-align: top; }
        code { font-size: .9em; } .method { text-transform: uppercase; font-weight: 600; }
        pre { overflow: auto; background: #8882; padding: 1rem; }
      </style>
      <h1>Tercet · API</h1>
      """;

  private OpenApiPage() {}

  static String html() {
    JsonNode document = OpenApi.document();
    var page = new StringBuilder(HEAD);
    page.append("<p>").append(escaped(document.at("/info/description").asText())).append("</p>");
    page.append("<p>The document itself: <a href=\"/openapi.json\">JSON</a>, ");
    page.append("<a href=\"/openapi.yaml\">YAML</a>.</p><table>");
    for (Map.Entry<String, JsonNode> path : document.required("paths").properties()) {
      for (String method : METHODS) {
        JsonNode operation = path.getValue().get(method);
        if (operation != null) {
          row(page, method, path.getKey(), operation);
        }
      }
    }
    page.append("</table><h2>Bodies and answers</h2><pre>");
    String yaml = OpenApi.yaml();
    page.append(escaped(yaml.substring(yaml.indexOf("\n  schemas:") + 1)));
    return page.append("</pre></html>\n").toString();
  }

  private static void row(StringBuilder page, String method, String path, JsonNode operation) {
    page.append("<tr><td class=\"method\">").append(method);
    page.append("</td><td><code>").append(escaped(path)).append("</code></td><td>");
    page.append(escaped(operation.path("summary").asText()));
    String description = operation.path("description").asText();
    if (!description.isEmpty()) {
      page.append("<br><small>").append(escaped(description)).append("</small>");
    }
    page.append("</td></tr>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
