package dev.tercet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls the service as any other client does. */
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(90);

  /** For what reads and repairs whole stores. */
  private static final Duration LONG_ANSWER = Duration.ofHours(2);

  private static final Set<Integer> BUSY = Set.of(429, 503);
  private static final int NOT_FOUND = 404;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI base;
  private final String key;

  public ApiClient(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /** The service answered with a refusal, or not at all. */
  public static final class ApiException extends RuntimeException {
    private final transient JsonNode problem;

    ApiException(String message, @Nullable Throwable cause) {
      this(message, cause, MissingNode.getInstance());
    }

    private ApiException(String message, @Nullable Throwable cause, JsonNode problem) {
      super(message, cause);
      this.problem = problem;
    }

    /** It has too much to do or waits for a store: the same call may succeed later. */
    public boolean isBusy() {
      return BUSY.contains(problem.path("status").asInt()) && !is(ProblemCode.QUERY_TOO_SLOW);
    }

    /** It refuses the one extraction that was asked for, and says nothing of others. */
    public boolean isAboutOne() {
      return is(ProblemCode.STATUS_FORBIDS) || is(ProblemCode.NO_SUCH_EXTRACTION);
    }

    private boolean is(ProblemCode code) {
      return problem.path("code").asText().equals(code.code());
    }

    /** The refusal as the service wrote it; a missing node when it wrote none. */
    public JsonNode problem() {
      return problem;
    }
  }

  /** What a call on another thread came to; its refusal throws here. */
  public static <T> T result(Future<T> call) {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ApiException refused
          ? refused
          : new ApiException("the call failed: " + CommandFailure.words(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException("interrupted", e);
    }
  }

  /** Reads; a refusal throws. */
  public JsonNode get(String path) {
    return answer(send(request(path).GET().timeout(ANSWER).build()));
  }

  /** Reads what may take long; a refusal throws. */
  public JsonNode getPatiently(String path) {
    return answer(send(request(path).GET().timeout(LONG_ANSWER).build()));
  }

  /** Reads; null when it does not exist. */
  public @Nullable JsonNode find(String path) {
    HttpResponse<InputStream> response = send(request(path).GET().timeout(ANSWER).build());
    return response.statusCode() == NOT_FOUND && discard(response) ? null : answer(response);
  }

  /** Reads even when the answer is an error, such as a readiness that is red. */
  public JsonNode peek(String path) {
    return Json.stored(text(send(request(path).GET().timeout(ANSWER).build())));
  }

  /** Sends a body; a refusal throws. */
  public JsonNode send(String method, String path, ObjectNode body) {
    return send(method, path, body, ANSWER);
  }

  /** Sends a body to be worked on for long; a refusal throws. */
  public JsonNode sendPatiently(String method, String path, ObjectNode body) {
    return send(method, path, body, LONG_ANSWER);
  }

  private JsonNode send(String method, String path, ObjectNode body, Duration longest) {
    return answer(
        send(
            request(path)
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)))
                .header("Content-Type", "application/json")
                .timeout(longest)
                .build()));
  }

  /** Sends a body of any type; a refusal throws. */
  JsonNode post(String path, String type, BodyPublisher body) {
    return answer(
        send(request(path).POST(body).header("Content-Type", type).timeout(ANSWER).build()));
  }

  /** Sends documents, one a line; an answer for each, in their order. A refusal of all throws. */
  public List<JsonNode> postLines(String path, List<ObjectNode> documents) {
    String body = documents.stream().map(it -> it + "\n").collect(Collectors.joining());
    HttpResponse<InputStream> response =
        send(
            request(path)
                .POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/x-ndjson")
                .timeout(LONG_ANSWER)
                .build());
    if (response.statusCode() >= 300) {
      throw refusal(response);
    }
    return text(response).lines().map(it -> Json.stored(it)).toList();
  }

  /** A text as part of an address. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public URI base() {
    return base;
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw new ApiException(
          "nothing answers at " + base + "; start it with tercet serve, or name it with --url", e);
    } catch (IOException e) {
      throw new ApiException("the call to " + base + " failed: " + CommandFailure.words(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException("interrupted", e);
    }
  }

  private JsonNode answer(HttpResponse<InputStream> response) {
    if (response.statusCode() >= 300) {
      throw refusal(response);
    }
    return Json.stored(text(response));
  }

  private ApiException refusal(HttpResponse<InputStream> response) {
    String body = text(response);
    try {
      JsonNode problem = Json.stored(body);
      String pointer = problem.path("pointer").asText();
      return new ApiException(
          problem.path("detail").asText("refused with status " + response.statusCode())
              + (pointer.isEmpty() ? "" : " (" + pointer + ")")
              + (response.statusCode() == 401 ? "; give a key with --key or TERCET_KEY" : ""),
          null,
          problem);
    } catch (UncheckedIOException e) {
      return new ApiException(base + " answered with status " + response.statusCode(), e);
    }
  }

  private static boolean discard(HttpResponse<InputStream> response) {
    return !text(response).isBlank();
  }

  private static String text(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ApiException("the answer broke off", e);
    }
  }
}
