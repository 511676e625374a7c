package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tercet.pipeline.json.CanonicalJson;
import java.util.Optional;

/** A project's schema of one fact, compiled. References to other documents are never followed. */
public final class FactSchema {
  private final JsonNode json;
  private final Schema schema;

  private FactSchema(JsonNode json, Schema schema) {
    this.json = json;
    this.schema = schema;
  }

  /** The schema cannot be used. */
  public static final class UnusableSchemaException extends RuntimeException {
    UnusableSchemaException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Compiles the schema, by JSON Schema 2020-12 unless it names another draft.
   *
   * @throws UnusableSchemaException when it is not JSON, not a schema, or refers to what is not in
   *     it
   */
  static FactSchema compile(String text) {
    try {
      JsonNode json = CanonicalJson.read(text);
      SchemaRegistry registry =
          SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12,
              it -> it.schemaLoader(loader -> loader.fetchRemoteResources(false)));
      Schema schema = registry.getSchema(json);
      schema.initializeValidators();
      return new FactSchema(json, schema);
    } catch (JsonProcessingException e) {
      throw new UnusableSchemaException(
          "the project's schema is not JSON: " + e.getOriginalMessage(), e);
    } catch (SchemaException | ClassCastException | IllegalArgumentException e) {
      throw new UnusableSchemaException(
          "the project's schema cannot be compiled: " + e.getMessage(), e);
    }
  }

  /** The schema itself. */
  JsonNode json() {
    return json;
  }

  /** The schema with names sorted and without white space: equal schemas are written alike. */
  public String canonical() {
    return CanonicalJson.write(json);
  }

  /** What is wrong with the fact, if anything. */
  Optional<String> violation(JsonNode data) {
    return schema.validate(data).stream()
        .findFirst()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage());
  }
}
