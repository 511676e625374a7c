package dev.tercet.api.http.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import java.net.http.HttpResponse;
import java.util.UUID;

/** A server with projects in which documents fail. */
final class LetterScene implements AutoCloseable {
  static final Failure REFUSED =
      new Failure("content-refused", FailureClass.PERMANENT, "declined", Stage.ACCEPTED);
  static final Failure TIMEOUT =
      new Failure("provider-timeout", FailureClass.TRANSIENT, "no answer", Stage.ACCEPTED);

  final ServerInMemory server = new ServerInMemory();
  final Http http = new Http(server.uri());

  /** A document that waits. */
  String posted(String project, String source) {
    http.json("PUT", "/projects/" + project, "{}");
    return Http.tree(
            http.json(
                "POST",
                "/projects/" + project + "/extractions",
                "{\"source\":\"%s\",\"text\":\"Due on 2026-03-01.\"}".formatted(source)))
        .path("id")
        .asText();
  }

  /** A document that has failed. */
  String failed(String project, String source, Failure failure) {
    String id = posted(project, source);
    server.stores().fail(UUID.fromString(id), failure);
    return id;
  }

  HttpResponse<String> post(String path, String body) {
    return http.json("POST", path, body);
  }

  JsonNode get(String path) {
    return Http.tree(http.get(path));
  }

  String status(String project, String id) {
    return get("/projects/" + project + "/extractions/" + id).path("status").asText();
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
