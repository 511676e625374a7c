package dev.tercet.api.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.json.StorableJson;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.pipeline.schema.SchemaProblem;
import java.util.List;

/** The schema of a project, as its body brings it and as it is stored. */
public final class RequestedSchema {
  private RequestedSchema() {}

  /** The schema to store: the body's, checked, or the default one. */
  public static String of(JsonNode body) {
    JsonNode schema = body.get("schema");
    if (schema == null) {
      return CanonicalJson.write(DefaultSchema.node());
    }
    storable(schema);
    List<SchemaProblem> problems = FactSchema.check(schema);
    if (!problems.isEmpty()) {
      SchemaProblem first = problems.getFirst();
      throw Problem.at(ProblemCode.INVALID_SCHEMA, "/schema" + first.pointer(), first.message())
          .refusal();
    }
    return CanonicalJson.write(schema);
  }

  /** Refuses what the ledger cannot keep as it is. */
  private static void storable(JsonNode schema) {
    StorableJson.unstorableNumber(schema)
        .ifPresent(at -> {
          throw Problem.at(
                  ProblemCode.INVALID_SCHEMA, "/schema" + at, "this number is out of range")
              .refusal();
        });
    if (!StorableJson.of(schema).equals(schema)) {
      throw Problem.at(
              ProblemCode.INVALID_SCHEMA, "/schema", "NUL and lone surrogates cannot be kept")
          .refusal();
    }
  }
}
