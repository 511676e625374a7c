package dev.tercet.api.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.RefusedRequest;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.model.AskedModel;
import dev.tercet.pipeline.model.AskedModels;
import java.util.Map;
import java.util.Optional;

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

  /**
   * The same, unless they choose a model that nobody can ask, a fallback that is no help when the
   * provider is in trouble, or batches of a provider that has none; that is refused.
   */
  public ProjectOptions choosing(AskedModels models) {
    JsonNode options = CanonicalJson.readOwn(json);
    AskedModel model = known(models, options, "model").orElse(models.usual());
    Optional<AskedModel> fallback = known(models, options, "fallback");
    if (fallback.filter(it -> it.gate() == model.gate()).isPresent()) {
      throw refused("fallback", "a fallback is a model of another provider");
    }
    if (fallback.isEmpty() && options.has("fallbackAfter")) {
      throw refused("fallbackAfter", "there is no fallback");
    }
    if (options.path("lane").asText("").equals("batch") && model.batches() == null) {
      throw Problem.at(
              ProblemCode.NO_BATCHES,
              "/options/lane",
              "the provider that the project asks has no batches; the types openai and anthropic do")
          .refusal();
    }
    return this;
  }

  private static Optional<AskedModel> known(AskedModels models, JsonNode options, String option) {
    String name = options.path(option).asText("");
    Optional<AskedModel> found = models.find(name);
    if (found.isEmpty() && !name.isEmpty()) {
      throw refused(option, "GET /providers lists the models that projects may choose");
    }
    return found;
  }

  private static RefusedRequest refused(String option, String detail) {
    return Problem.at(ProblemCode.UNKNOWN_MODEL, Json.pointer("/options", option), detail)
        .refusal();
  }
}
