package dev.tercet.api.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.pipeline.json.CanonicalJson;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a project sets beside its schema, as it is stored: options of the names that {@code
 * openapi.yaml} lists. A name that means nothing is refused, since whoever sends it believes that
 * it does something.
 *
 * @param json a JSON object in its canonical form
 */
public record ProjectOptions(String json) {
  private static final JsonNode KNOWN =
      OpenApi.document().at("/components/schemas/ProjectOptions/properties");

  /** The options of a project's body, or none; an unknown name is refused at its place. */
  public static ProjectOptions of(JsonNode body) {
    JsonNode options = body.path("options");
    options.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !KNOWN.has(name))
        .sorted()
        .findFirst()
        .ifPresent(name -> {
          throw Problem.at(
                  ProblemCode.UNKNOWN_OPTION,
                  Json.pointer("/options", name),
                  "a project has no such option")
              .refusal();
        });
    return new ProjectOptions(options.isObject() ? CanonicalJson.write(options) : "{}");
  }

  /** The same, unless they want batches of a provider that has none, which is refused. */
  public ProjectOptions inLane(Predicate<String> modelsWithBatches) {
    JsonNode read = CanonicalJson.readOwn(json);
    if (read.path("lane").asText("").equals("batch")
        && !modelsWithBatches.test(read.path("model").asText(""))) {
      throw Problem.at(
              ProblemCode.NO_BATCHES,
              "/options/lane",
              "the provider that the project asks has no batches; those of type openai do")
          .refusal();
    }
    return this;
  }

  /** The same, unless they choose a model that nobody can ask, which is refused. */
  public ProjectOptions choosing(Predicate<String> models) {
    JsonNode model = CanonicalJson.readOwn(json).path("model");
    if (model.isTextual() && !models.test(model.asText())) {
      throw Problem.at(
              ProblemCode.UNKNOWN_MODEL,
              "/options/model",
              "GET /providers lists the models that projects may choose")
          .refusal();
    }
    return this;
  }
}
