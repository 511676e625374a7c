package dev.tercet.api.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.json.StorableJson;
import dev.tercet.pipeline.rules.DefaultSchema;
import dev.tercet.pipeline.rules.FactSchema;
import dev.tercet.pipeline.rules.SchemaProblem;
import java.util.List;

/** The schema and options of a project, as its body brings them and as they are stored. */
public final class ProjectSchema {
  private static final int MOST_OPTION_BYTES = 64 << 10;

  private ProjectSchema() {}

  /** The schema to store: the body's, checked, or the default one. */
  public static String schema(JsonNode body) {
    JsonNode schema = body.get("schema");
    if (schema == null) {
      return CanonicalJson.write(DefaultSchema.node());
    }
    storable(schema, "/schema", ProblemCode.INVALID_SCHEMA);
    List<SchemaProblem> problems = FactSchema.check(schema);
    if (!problems.isEmpty()) {
      SchemaProblem first = problems.getFirst();
      throw Problem.at(ProblemCode.INVALID_SCHEMA, "/schema" + first.pointer(), first.message())
          .refusal();
    }
    return CanonicalJson.write(schema);
  }

  /** The options to store: the body's, or none. */
  public static String options(JsonNode body) {
    JsonNode options = body.get("options");
    if (options == null) {
      return "{}";
    }
    storable(options, "/options", ProblemCode.INVALID_BODY);
    String written = CanonicalJson.write(options);
    if (written.length() > MOST_OPTION_BYTES) {
      throw Problem.at(
              ProblemCode.INVALID_BODY, "/options", "longer than " + MOST_OPTION_BYTES + " bytes")
          .refusal();
    }
    return written;
  }

  /** Refuses what the ledger cannot keep as it is. */
  private static void storable(JsonNode json, String pointer, ProblemCode code) {
    StorableJson.unstorableNumber(json)
        .ifPresent(at -> {
          throw Problem.at(code, pointer + at, "this number is out of range").refusal();
        });
    if (!StorableJson.of(json).equals(json)) {
      throw Problem.at(code, pointer, "NUL and lone surrogates cannot be kept").refusal();
    }
  }
}
