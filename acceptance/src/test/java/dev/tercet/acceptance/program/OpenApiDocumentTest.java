package dev.tercet.acceptance.program;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Status;
import dev.tercet.saga.queue.QueueName;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI document as the reference generator's own parser reads it. */
class OpenApiDocumentTest {
  private static final Path DOCUMENT =
      Path.of("..", "api", "src", "main", "resources", "openapi.yaml");

  @Test
  void isValid() throws Exception {
    SwaggerParseResult read = read(Files.readString(DOCUMENT));

    assertThat(read.getMessages()).isEmpty();
    assertThat(read.getOpenAPI().getPaths()).hasSizeGreaterThan(20);
  }

  @Test
  void listsEveryStatusAndEveryQueue() throws Exception {
    OpenAPI document = read(Files.readString(DOCUMENT)).getOpenAPI();

    assertThat(named(document, "Status"))
        .containsExactlyElementsOf(Stream.of(Status.values()).map(Status::label).toList());
    assertThat(named(document, "Queue"))
        .containsExactlyElementsOf(Stream.of(QueueName.values()).map(QueueName::label).toList());
  }

  private static List<String> named(OpenAPI document, String schema) {
    List<?> names = requireNonNull(document.getComponents().getSchemas().get(schema)).getEnum();
    return names.stream().map(String::valueOf).toList();
  }

  @Test
  void isNotValidWithAnUnquotedComma() throws Exception {
    String broken =
        Files.readString(DOCUMENT)
            .replace("'The hits, best first', content:", "The hits, best first, content:");

    assertThat(read(broken).getMessages()).isNotEmpty();
  }

  @Test
  void namesEveryOperationOnceAndDescribesItsRefusals() throws Exception {
    List<Operation> operations =
        read(Files.readString(DOCUMENT)).getOpenAPI().getPaths().values().stream()
            .flatMap(it -> it.readOperations().stream())
            .toList();

    assertThat(operations).extracting(Operation::getOperationId).doesNotHaveDuplicates();
    assertThat(operations)
        .allSatisfy(operation -> {
          assertThat(operation.getSummary()).isNotBlank();
          assertThat(operation.getResponses())
              .as(operation.getOperationId())
              .containsKey("default");
          boolean open = operation.getSecurity() != null && operation.getSecurity().isEmpty();
          if (!open) {
            assertThat(operation.getResponses())
                .as(operation.getOperationId())
                .containsKeys("401", "503");
          }
          if (operation.getRequestBody() != null) {
            assertThat(operation.getResponses())
                .as(operation.getOperationId())
                .containsKeys("400", "413", "422", "429");
          }
        });
  }

  private static SwaggerParseResult read(String yaml) {
    var options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIV3Parser().readContents(yaml, null, options);
  }
}
