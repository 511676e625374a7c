package dev.tercet.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.Services;
import dev.tercet.api.shape.BodyShape;
import dev.tercet.pipeline.search.FoundPassage;
import dev.tercet.pipeline.search.SearchResult;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Project;
import dev.tercet.saga.text.StorableText;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds passages by meaning. */
@Controller("/projects/{project}/search")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SearchController {
  private static final int BODY_LIMIT = 256 << 10;
  private static final int DEFAULT_LIMIT = 10;

  private final Services.Source services;
  private final AddressedResource addressed;
  private final InFlight inFlight;

  SearchController(Services.Source services, AddressedResource addressed, InFlight inFlight) {
    this.services = services;
    this.addressed = addressed;
    this.inFlight = inFlight;
  }

  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> search(HttpRequest<?> request, String project) {
    Parameters.of(request);
    Project in = addressed.project(request, project);
    JsonNode body = JsonBody.read(request, BODY_LIMIT, inFlight);
    BodyShape.SEARCH_POST.check(body);
    String query = StorableText.of(body.required("query").textValue());
    if (query.isBlank()) {
      throw Problem.at(ProblemCode.INVALID_BODY, "/query", "must not be blank").refusal();
    }
    SearchResult result = search(in, query, body);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode items = answer.putArray("items");
    result.passages().forEach(it -> items.add(view(it)));
    if (result.partial()) {
      answer.put("partial", true);
    }
    return Answers.ok(answer);
  }

  private SearchResult search(Project in, String query, JsonNode body) {
    int limit = body.path("limit").asInt(DEFAULT_LIMIT);
    JsonNode source = body.at("/filter/source");
    if (source.isMissingNode()) {
      return services.get().search().search(in.id(), query, limit, List.of());
    }
    Optional<UUID> living =
        services.get().extractionReader().living(in.id(), StorableText.of(source.textValue()));
    return living
        .map(id -> services.get().search().search(in.id(), query, limit, List.of(id)))
        .orElse(SearchResult.NONE);
  }

  private static ObjectNode view(FoundPassage found) {
    Passage passage = found.living().passage();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("extractionId", passage.extraction().toString());
    json.put("source", found.living().source());
    json.put("ordinal", passage.ordinal());
    json.put("start", passage.start());
    json.put("end", passage.end());
    json.put("text", passage.text());
    json.put("score", found.score());
    json.set("facts", PassageView.facts(passage.facts()));
    ExtractionView.madeWith(json, found.living().madeWith());
    return json;
  }
}
