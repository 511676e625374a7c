package dev.tercet.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * The JSON Schema of one fact, checked once and safe to validate with, whoever wrote it.
 *
 * <p>The dialect is draft 2020-12 unless {@code $schema} names another known one; {@code format} is
 * asserted. Nothing is ever fetched, expressions run in bounded time ({@link BoundedPattern}), and
 * data nested deeper than eight levels is refused. Instances may be shared between threads.
 */
public final class FactSchema {
  /** A schema with more characters than this is refused. */
  public static final int LONGEST = 256 * 1024;

  private static final int MOST_PROBLEMS = 20;

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.builder()
          .defaultDialectId(Dialects.getDraft202012().getId())
          .dialectRegistry(new KnownDialects())
          .schemaCacheEnabled(false)
          .schemaLoader(loader -> loader.fetchRemoteResources(false))
          .schemaRegistryConfig(
              SchemaRegistryConfig.builder()
                  .regularExpressionFactory(FactSchema::expression)
                  .formatAssertionsEnabled(true)
                  .build())
          .build();

  private static final Schema META =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

  private final Schema schema;

  /**
   * Reads a schema.
   *
   * @throws UnusableSchemaException with the pointers of what is wrong
   */
  public FactSchema(JsonNode schema) {
    List<SchemaProblem> problems = staticProblems(schema);
    if (!problems.isEmpty()) {
      throw new UnusableSchemaException(problems);
    }
    try {
      this.schema = REGISTRY.getSchema(schema.deepCopy());
      this.schema.initializeValidators();
    } catch (SchemaException | PatternSyntaxException unusable) {
      throw new UnusableSchemaException(List.of(problem(unusable)));
    }
  }

  /** What makes a schema unusable; empty for a usable one. */
  public static List<SchemaProblem> check(JsonNode schema) {
    try {
      var _ = new FactSchema(schema);
      return List.of();
    } catch (UnusableSchemaException unusable) {
      return unusable.problems();
    }
  }

  /** True when the schema accepts the data. */
  public boolean accepts(JsonNode data) {
    return problems(data).isEmpty();
  }

  /** What the schema finds wrong with the data, at most twenty problems; empty when it accepts. */
  public List<SchemaProblem> problems(JsonNode data) {
    if (depth(data) > SchemaComplexity.DEEPEST) {
      return List.of(new SchemaProblem("", "nested deeper than " + SchemaComplexity.DEEPEST));
    }
    return problems(schema.validate(data));
  }

  private static List<SchemaProblem> staticProblems(JsonNode schema) {
    if (!schema.isObject() && !schema.isBoolean()) {
      return List.of(new SchemaProblem("", "a JSON Schema is an object"));
    }
    if (schema.toString().length() > LONGEST) {
      return List.of(new SchemaProblem("", "longer than " + LONGEST + " characters"));
    }
    List<SchemaProblem> problems = SchemaComplexity.problems(schema);
    boolean ownDialect =
        !schema.has("$schema") || schema.path("$schema").asText().contains("2020-12");
    return problems.isEmpty() && ownDialect ? problems(META.validate(schema)) : problems;
  }

  private static List<SchemaProblem> problems(List<Error> errors) {
    return errors.stream()
        .limit(MOST_PROBLEMS)
        .map(e -> new SchemaProblem(e.getInstanceLocation().toString(), e.getMessage()))
        .toList();
  }

  private static SchemaProblem problem(RuntimeException unusable) {
    Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
    String message =
        cause instanceof PatternSyntaxException pattern
            ? "the pattern %s cannot be used: %s"
                .formatted(pattern.getPattern(), pattern.getDescription())
            : unusable.getMessage();
    return new SchemaProblem("", message == null ? "the schema cannot be read" : message);
  }

  private static RegularExpression expression(String expression) {
    BoundedPattern pattern = BoundedPattern.compile(expression);
    return text -> pattern.find(text, 0) != null;
  }

  private static int depth(JsonNode data) {
    if (!data.isContainerNode()) {
      return 0;
    }
    int deepest = 0;
    for (JsonNode child : data) {
      deepest = Math.max(deepest, depth(child));
      if (deepest >= SchemaComplexity.DEEPEST) {
        break;
      }
    }
    return deepest + 1;
  }
}
