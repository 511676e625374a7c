package dev.tercet.api.http;

import dev.tercet.api.services.Services;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** The passages of an extraction with their facts: a page, or all of them as a stream. */
@Controller("/projects/{project}/extractions/{id}/passages")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PassagesController {
  private static final int ALL = 0;

  private final Services.Source services;
  private final AddressedResource addressed;

  PassagesController(Services.Source services, AddressedResource addressed) {
    this.services = services;
    this.addressed = addressed;
  }

  @Get
  HttpResponse<?> passages(HttpRequest<?> request, String project, String id) {
    Parameters parameters = Parameters.of(request, "limit", "cursor");
    int limit = parameters.limit(ALL);
    int from = Integer.parseInt(Cursor.PASSAGES.read(parameters.cursor(), "0"));
    Project in = addressed.project(request, project);
    Extraction extraction = addressed.extraction(in, id);
    var passages = new PassageList(services.get().passages(), extraction);
    if (limit == ALL) {
      return HttpResponse.ok(new PassageStream(passages, from))
          .contentType(MediaType.APPLICATION_JSON_TYPE);
    }
    List<PassageList.Item> found = passages.page(from, limit + 1);
    return Answers.ok(
        Answers.page(
            found,
            limit,
            PassageList.Item::json,
            last -> Cursor.PASSAGES.write(Integer.toString(last.ordinal() + 1))));
  }
}
