package dev.tercet.api.http;

import dev.tercet.api.shape.Json;
import dev.tercet.api.shape.OpenApi;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;

/** Serves the OpenAPI document: a page for browsers, JSON or YAML for programs. */
@Controller
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OpenApiController {
  private static final MediaType YAML = MediaType.of("application/yaml");
  private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");

  private final byte[] page = OpenApiPage.html().getBytes(StandardCharsets.UTF_8);

  @Get("/openapi")
  HttpResponse<?> negotiated(HttpRequest<?> request) {
    String accept = String.valueOf(request.getHeaders().get("Accept"));
    if (accept.contains("text/html")) {
      return HttpResponse.ok(page).contentType(HTML);
    }
    return accept.contains("yaml") ? yaml() : json();
  }

  @Get("/openapi.json")
  HttpResponse<?> json() {
    return HttpResponse.ok(Json.bytes(OpenApi.document()))
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  @Get("/openapi.yaml")
  HttpResponse<?> yaml() {
    return HttpResponse.ok(OpenApi.yaml().getBytes(StandardCharsets.UTF_8)).contentType(YAML);
  }
}
