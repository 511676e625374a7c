package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.shape.OpenApi;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The OpenAPI document and the page of errors say what the server does. */
class OpenApiTest {
  private static final Path ERRORS = Path.of("..", "docs", "errors.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  @Test
  void describesEveryRouteThatIsServedAndNoOther() {
    try (var server = new ServerInMemory()) {
      assertThat(described()).isEqualTo(served(server));
    }
  }

  @Test
  void listsEveryCode() {
    assertThat(texts(OpenApi.document().at("/components/schemas/ProblemCode/enum")))
        .containsExactlyElementsOf(
            Arrays.stream(ProblemCode.values()).map(ProblemCode::code).toList());
  }

  @Test
  void explainsEveryCodeWithItsStatus() throws IOException {
    List<MatchResult> rows = ROW.matcher(Files.readString(ERRORS)).results().toList();

    assertThat(rows.stream().map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Arrays.stream(ProblemCode.values())
                .map(code -> code.code() + " " + code.status())
                .toList());
  }

  @Test
  void givesEveryWholeNumberItsWidth() {
    assertThat(withoutWidth(OpenApi.document(), "")).isEmpty();
  }

  private static Set<String> described() {
    var described = new TreeSet<String>();
    for (Map.Entry<String, JsonNode> path : OpenApi.document().required("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(method -> {
            if (METHODS.contains(method)) {
              described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
          });
    }
    return described;
  }

  /** HEAD comes with every GET; one route of the framework serves both kinds of health. */
  private static Set<String> served(ServerInMemory server) {
    var served = new TreeSet<String>();
    server
        .bean(Router.class)
        .uriRoutes()
        .filter(route -> !route.getHttpMethodName().equals("HEAD"))
        .flatMap(route -> {
          String written = route.getHttpMethodName() + " " + route.getUriMatchTemplate();
          return written.endsWith("{selector}")
              ? Stream.of("liveness", "readiness").map(it -> written.replace("{selector}", it))
              : Stream.of(written);
        })
        .forEach(served::add);
    return served;
  }

  private static List<String> withoutWidth(JsonNode node, String at) {
    boolean bare =
        node.path("type").asText().equals("integer") && !node.has("format") && !node.has("maximum");
    return Stream.concat(
            bare ? Stream.of(at) : Stream.empty(),
            node.properties().stream()
                .flatMap(it -> withoutWidth(it.getValue(), at + "/" + it.getKey()).stream()))
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
