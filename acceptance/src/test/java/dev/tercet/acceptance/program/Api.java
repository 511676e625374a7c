package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The service's HTTP interface, called with a key. */
public record Api(URI address, String key) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** An answer: status and body, the body a missing node when it is no JSON. */
  public record Answer(int status, String text) {
    /** The body as JSON. */
    public JsonNode json() {
      return parse(text);
    }
  }

  /** Reads. */
  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** Deletes. */
  public Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** Puts JSON. */
  public Answer put(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  /** Posts JSON. */
  public Answer post(String path, String json) throws IOException, InterruptedException {
    return post(path, "application/json", json);
  }

  /** Posts documents as lines and gives the lines of the answer. */
  List<JsonNode> postLines(String project, List<String> lines)
      throws IOException, InterruptedException {
    Answer answer =
        post(extractions(project), "application/x-ndjson", String.join("\n", lines) + "\n");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.text().lines().map(Api::parse).toList();
  }

  /**
   * The same; lines that are refused with 503, since a store did not answer for longer than a line
   * waits, are posted again as it says, three times at most.
   */
  List<JsonNode> postLinesAgain(String project, List<String> lines)
      throws IOException, InterruptedException {
    List<JsonNode> answers = new ArrayList<>(postLines(project, lines));
    for (int more = 0; more < 3; more++) {
      List<Integer> refused =
          IntStream.range(0, answers.size())
              .filter(it -> answers.get(it).at("/error/status").asInt() == 503)
              .boxed()
              .toList();
      if (refused.isEmpty()) {
        return answers;
      }
      List<JsonNode> taken = postLines(project, refused.stream().map(lines::get).toList());
      for (int i = 0; i < refused.size(); i++) {
        answers.set(refused.get(i), taken.get(i));
      }
    }
    return answers;
  }

  /** Every extraction of the project by its source, page by page. */
  Map<String, JsonNode> all(String project) throws IOException, InterruptedException {
    return all(project, "source");
  }

  /** The same by another member. */
  public Map<String, JsonNode> all(String project, String key)
      throws IOException, InterruptedException {
    var all = new TreeMap<String, JsonNode>();
    String next = "";
    do {
      Answer page = get(extractions(project) + "?limit=1000" + next);
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      page.json().path("items").forEach(it -> all.put(it.path(key).asText(), it));
      next = page.json().hasNonNull("next") ? "&cursor=" + page.json().path("next").asText() : "";
    } while (!next.isEmpty());
    return all;
  }

  /** Waits until at least so many of the project's extractions are done. */
  void awaitDone(String project, long wanted, Duration within) throws Exception {
    await(
        wanted + " of " + project + " are done",
        within,
        () -> counts(project).path("done").asLong() >= wanted);
  }

  /** Waits until it is so. Another process sends no signal; its state can only be asked for. */
  public void await(String what, Duration within, Callable<Boolean> isSo) throws Exception {
    long deadline = System.nanoTime() + within.toNanos();
    while (!isSo.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + within + ": " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** The sum of a counter over its tags. */
  long metric(String name) throws IOException, InterruptedException {
    return get("/prometheus")
        .text()
        .lines()
        .filter(it -> it.startsWith(name + "{") || it.startsWith(name + " "))
        .mapToLong(it -> (long) Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
        .sum();
  }

  JsonNode counts(String project) throws IOException, InterruptedException {
    return get("/projects/" + project).json().path("counts");
  }

  static String extractions(String project) {
    return "/projects/" + project + "/extractions";
  }

  /** One document as a line or a body. */
  static String document(String source, String text) {
    return JSON.createObjectNode().put("source", source).put("text", text).toString();
  }

  private Answer post(String path, String type, String body)
      throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  /** Posts a file as a form with one part. */
  Answer postFile(String project, String name, byte[] bytes)
      throws IOException, InterruptedException {
    String opening =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n";
    return send(
        request(extractions(project))
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(opening),
                    BodyPublishers.ofByteArray(bytes),
                    BodyPublishers.ofString("\r\n--b--\r\n"))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", "Bearer " + key);
  }

  private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }
}
