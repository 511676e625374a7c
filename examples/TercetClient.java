import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * All that a client of Tercet has to do: send the key, come back when it is told to, and send a
 * post whose answer was lost once more under the same idempotency key. Copy it into a program of
 * yours.
 */
final class TercetClient {
  private static final int MOST_TRIES = 10;
  private static final long LARGEST_ANSWER = 64L << 20;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Longer than the longest {@code ?wait}. */
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI service;
  private final String key;

  TercetClient(URI service, String key) {
    this.service = service;
    this.key = key;
  }

  /**
   * Of the service that runs on the data folder, unless TERCET_URL and TERCET_KEY say otherwise.
   */
  static TercetClient fromEnvironment() throws IOException {
    Map<String, String> given = System.getenv();
    String url = given.get("TERCET_URL");
    String key = given.get("TERCET_KEY");
    if (url == null) {
      url = Files.readString(data().resolve("service.url")).strip();
      key = key != null ? key : given.get("TERCET_ADMIN_KEY");
      key = key != null ? key : Files.readString(data().resolve("admin.key")).strip();
    }
    if (key == null) {
      throw new IllegalStateException(
          "TERCET_URL needs TERCET_KEY: a key goes to no other address");
    }
    return new TercetClient(URI.create(url), key);
  }

  /** The data folder of a service on this machine. */
  static Path data() {
    return Path.of(System.getenv().getOrDefault("TERCET_DATA_DIR", ".tercet"));
  }

  Object get(String path) throws IOException, InterruptedException {
    return Json.read(text(path));
  }

  /** What is no JSON: a document's text, the metrics. */
  String text(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Object put(String path, Object body) throws IOException, InterruptedException {
    return Json.read(send(request(path).PUT(BodyPublishers.ofString(Json.write(body)))));
  }

  /** For what does no harm twice. */
  Object post(String path, Object body) throws IOException, InterruptedException {
    return Json.read(send(request(path).POST(BodyPublishers.ofString(Json.write(body)))));
  }

  /** A document: however often it is sent under one key, there is one extraction. */
  Object post(String path, Object body, String idempotencyKey)
      throws IOException, InterruptedException {
    return Json.read(
        send(
            request(path)
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(Json.write(body)))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(service.resolve(path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json");
  }

  /**
   * Refusals that will pass (429, 503, 507) say in Retry-After when to come back; all others are
   * final.
   */
  private String send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    for (int tries = 1; ; tries++) {
      String trouble;
      Duration pause = Duration.ofSeconds(1);
      try {
        HttpResponse<String> answer =
            http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
        if (answer.statusCode() < 300) {
          return answer.body();
        }
        trouble = answer.statusCode() + " " + answer.body();
        String retryAfter = answer.headers().firstValue("Retry-After").orElse(null);
        if (retryAfter == null) {
          throw new IllegalStateException(request.method() + " " + request.uri() + ": " + trouble);
        }
        pause = pause(retryAfter);
      } catch (IOException lost) { // it may have arrived, or not
        trouble = lost.toString();
      }
      if (tries == MOST_TRIES) {
        throw new IOException(request.method() + " " + request.uri() + ": " + trouble);
      }
      System.err.println("again in " + pause.toSeconds() + " s, after " + trouble);
      Thread.sleep(pause);
    }
  }

  /** Seconds, or the date that a proxy may write; neither keeps us for long. */
  private static Duration pause(String retryAfter) {
    Duration pause =
        retryAfter.matches("[0-9]{1,9}")
            ? Duration.ofSeconds(Long.parseLong(retryAfter))
            : LONGEST_PAUSE;
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
