package dev.tercet.pipeline.provider.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.exchange.WholeAnswer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests about batches, each with a deadline for all of it. What is long is taken into a file
 * first, and read from there line by line; lines that are too long are passed over.
 */
public final class BatchHttp {
  private static final int MOST_JSON = 4 << 20;
  private static final long MOST_RESULTS = 1L << 30;
  private static final int KEPT_ERROR = 500;
  private static final int NOT_FOUND = 404;

  /** Of a request, which may be long, and its answer. */
  private static final Duration DEADLINE = Duration.ofSeconds(25);

  /** Of results, which may be longer. */
  private static final Duration READING = Duration.ofSeconds(60);

  private final HttpClient http;
  private final EndpointSettings settings;
  private final Consumer<HttpRequest.Builder> headers;

  /**
   * @param headers adds those that each request has
   */
  public BatchHttp(
      HttpClient http, EndpointSettings settings, Consumer<HttpRequest.Builder> headers) {
    this.http = http;
    this.settings = settings;
    this.headers = headers;
  }

  /** What is read at an address below the provider's. */
  public JsonNode get(String path) {
    return json(request(path).GET());
  }

  /** What comes of a post there. */
  public JsonNode post(String path, String type, BodyPublisher body) {
    return json(request(path).header("Content-Type", type).POST(body));
  }

  /** The same of JSON. */
  public JsonNode post(String path, JsonNode body) {
    return post(path, "application/json", BodyPublishers.ofString(CanonicalJson.write(body)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.baseUrl() + path));
    headers.accept(request);
    return request;
  }

  private JsonNode json(HttpRequest.Builder request) {
    HttpResponse<byte[]> response =
        answered(
            request.build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_JSON),
            DEADLINE);
    String body = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() / 100 != 2) {
      throw refused(response.statusCode(), body);
    }
    try {
      return CanonicalJson.read(body);
    } catch (JsonProcessingException e) {
      throw new BatchTroubleException(
          response.statusCode(), "the provider answered what is no JSON", e);
    }
  }

  /**
   * Tells each line of what is read there.
   *
   * @param unreadable runs for each that is too long
   */
  public void lines(String path, Consumer<String> told, Runnable unreadable) {
    Path file = null;
    try {
      file = Files.createTempFile("tercet-batch", ".jsonl");
      HttpResponse<Path> response =
          answered(
              request(path).GET().build(),
              BodyHandlers.limiting(BodyHandlers.ofFile(file), MOST_RESULTS),
              READING);
      if (response.statusCode() / 100 != 2) {
        throw refused(response.statusCode(), "");
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        ResultLines.read(in, told, unreadable);
      }
    } catch (IOException e) {
      throw new BatchTroubleException(0, "the results could not be kept: " + e.getMessage(), e);
    } finally {
      drop(file);
    }
  }

  private static void drop(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }

  /**
   * The first line of what is read there, and nothing more; empty when it is too long, or nothing
   * is there.
   */
  public Optional<String> firstLine(String path) {
    HttpResponse<Optional<String>> response =
        answered(request(path).GET().build(), _ -> new FirstLine(), DEADLINE);
    if (response.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (response.statusCode() / 100 != 2) {
      throw refused(response.statusCode(), "");
    }
    return response.body();
  }

  private BatchTroubleException refused(int status, String body) {
    String safe = settings.withoutKey(body);
    return new BatchTroubleException(
        status,
        "status " + status + ": " + safe.substring(0, Math.min(safe.length(), KEPT_ERROR)),
        null);
  }

  private <T> HttpResponse<T> answered(
      HttpRequest request, BodyHandler<T> handler, Duration longest) {
    try {
      return WholeAnswer.within(longest, http, request, handler);
    } catch (AbandonedException e) {
      throw new BatchTroubleException(0, "interrupted while the provider answered", e);
    } catch (IOException e) {
      throw new BatchTroubleException(0, String.valueOf(e), e);
    }
  }
}
