package dev.tercet.api.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import java.util.Comparator;
import java.util.List;

/** The bodies that are taken, each with its schema in {@code openapi.yaml}. */
public final class BodyShape {
  /** {@code PUT} of a project. */
  public static final BodyShape PROJECT_PUT = new BodyShape("ProjectPut");

  /** {@code POST} of a document, and one line of many. */
  public static final BodyShape EXTRACTION_POST = new BodyShape("ExtractionPost");

  /** {@code POST} of a search. */
  public static final BodyShape SEARCH_POST = new BodyShape("SearchPost");

  /** {@code POST} of a recovery. */
  public static final BodyShape RECOVER_POST = new BodyShape("RecoverPost");

  /** {@code POST} of a run over dead letters. */
  public static final BodyShape REDRIVE_POST = new BodyShape("RedrivePost");

  /** {@code POST} of a bulk run in a project. */
  public static final BodyShape BULK_POST = new BodyShape("BulkPost");

  /** {@code PUT} of a schedule. */
  public static final BodyShape SCHEDULE_PUT = new BodyShape("SchedulePut");

  /** {@code PUT} of a budget. */
  public static final BodyShape BUDGET_PUT = new BodyShape("BudgetPut");

  private final Schema schema;

  private BodyShape(String name) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$ref", "#/components/schemas/" + name);
    root.set("components", OpenApi.document().get("components"));
    schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
  }

  /** Refuses a body of another shape, naming the first place that is wrong. */
  public void check(JsonNode body) {
    List<Error> errors = schema.validate(body);
    if (!errors.isEmpty()) {
      throw problem(errors, ProblemCode.INVALID_BODY).refusal();
    }
  }

  /** The first error (in the order of the document) as a problem of that code. */
  static Problem problem(List<Error> errors, ProblemCode code) {
    Error first =
        errors.stream()
            .min(Comparator.comparing(BodyShape::pointer).thenComparing(Error::getMessage))
            .orElseThrow();
    return Problem.at(code, pointer(first), first.getMessage());
  }

  /** Where it is: an unknown or missing field is named itself, not the object around it. */
  private static String pointer(Error error) {
    String place = error.getInstanceLocation().toString();
    return error.getProperty() == null ? place : Json.pointer(place, error.getProperty());
  }
}
