package dev.tercet.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client with a key, for tests. */
public final class Http implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String key;

  public Http(URI base) {
    this(base, ServerInMemory.KEY);
  }

  public Http(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /** A request with the key, to be completed. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key);
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET().build());
  }

  public HttpResponse<String> json(String method, String path, String body) {
    return send(
        request(path)
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build());
  }

  public HttpResponse<String> lines(String path, BodyPublisher body) {
    return send(request(path).POST(body).header("Content-Type", "application/x-ndjson").build());
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The body as JSON. */
  public static JsonNode tree(HttpResponse<String> response) {
    return Json.stored(response.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
