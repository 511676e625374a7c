package dev.tercet.acceptance.requests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.shape.OpenApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One operation of the OpenAPI document.
 *
 * @param parameters of the path, the query and headers, resolved
 * @param bodies the schema of each type of body
 * @param statuses that are described one by one
 */
record Operation(
    String method,
    String path,
    List<JsonNode> parameters,
    Map<String, JsonNode> bodies,
    Set<Integer> statuses) {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

  static List<Operation> all() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : OpenApi.document().required("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          all.add(of(path.getKey(), path.getValue(), member.getKey(), member.getValue()));
        }
      }
    }
    return all;
  }

  /** A reference followed to what it means. */
  static JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : resolved(OpenApi.document().at(reference.substring(1)));
  }

  private static Operation of(String path, JsonNode shared, String method, JsonNode operation) {
    List<JsonNode> parameters = new ArrayList<>();
    shared.path("parameters").forEach(it -> parameters.add(resolved(it)));
    operation.path("parameters").forEach(it -> parameters.add(resolved(it)));
    Map<String, JsonNode> bodies = new TreeMap<>();
    for (Map.Entry<String, JsonNode> body :
        operation.path("requestBody").path("content").properties()) {
      bodies.put(body.getKey(), resolved(body.getValue().path("schema")));
    }
    Set<Integer> statuses = new TreeSet<>();
    operation
        .path("responses")
        .fieldNames()
        .forEachRemaining(it -> {
          if (!it.equals("default")) {
            statuses.add(Integer.parseInt(it));
          }
        });
    return new Operation(method.toUpperCase(Locale.ROOT), path, parameters, bodies, statuses);
  }

  List<JsonNode> parametersIn(String place) {
    return parameters.stream().filter(it -> it.path("in").asText().equals(place)).toList();
  }
}
