package dev.tercet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for OpenAI's files and batches, and its chat requests, over real HTTP. It finds no
 * facts, and counts which passages were paid for.
 */
public final class BatchEndpoint implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ANSWER =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"stand-in","choices":[{"index":0,
      "message":{"role":"assistant","content":"{\\"facts\\":[]}"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}
      """;

  private final HttpServer server;
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, ObjectNode> batches = new LinkedHashMap<>();
  private final List<String> paid = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final CountDownLatch taken = new CountDownLatch(1);
  private boolean held;
  private boolean mute;
  private boolean without;
  private int most = Integer.MAX_VALUE;

  /** Answers at any free port. */
  public BatchEndpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/", this::answer);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** Batches stay under way until {@link #release}. */
  public synchronized void hold() {
    held = true;
  }

  /** What is under way is answered. */
  public synchronized void release() {
    held = false;
  }

  /** It takes the next batch and never says so. */
  public synchronized void takeMutely() {
    mute = true;
  }

  /** It has no files and no batches. */
  public synchronized void haveNoBatches() {
    without = true;
  }

  /** Of each batch so many are answered, and the others expire. */
  public synchronized void expireAfter(int answered) {
    most = answered;
  }

  /** Waits until it has taken a batch. */
  public void awaitTaken() throws InterruptedException {
    taken.await();
  }

  /** The passages that were answered in batches, each as often as it was. */
  public synchronized List<String> paid() {
    return List.copyOf(paid);
  }

  /** The passages that were asked about directly. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** How many batches it has taken. */
  public synchronized int batches() {
    return batches.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath().substring("/v1".length());
    String body = answer(exchange.getRequestMethod(), path, request);
    if (body == null) {
      return; // the connection stays, and nothing comes
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(body.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private synchronized @Nullable String answer(String method, String path, String request)
      throws IOException {
    if (path.equals("/chat/completions")) {
      asked.add(passage(JSON.readTree(request)));
      return ANSWER;
    }
    if (without) {
      return "";
    }
    if (path.equals("/files")) {
      String id = "file-" + (files.size() + 1);
      int begin = request.indexOf("\r\n\r\n", request.indexOf("name=\"file\"")) + 4;
      files.put(id, request.substring(begin, request.lastIndexOf("\r\n--")));
      return "{\"id\":\"" + id + "\"}";
    }
    if (path.equals("/batches")) {
      return method.equals("POST") ? begin(JSON.readTree(request)) : list();
    }
    String[] parts = path.split("/", -1);
    if (path.startsWith("/batches/")) {
      ObjectNode batch = batches.get(parts[2]);
      if (batch == null) {
        return "";
      }
      if (path.endsWith("/cancel")) {
        batch.put("status", "cancelled");
      }
      return work(batch).toString();
    }
    return files.getOrDefault(parts[2], "");
  }

  private @Nullable String begin(JsonNode request) {
    String id = "batch_" + (batches.size() + 1);
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    batch.put("id", id).put("status", "in_progress");
    batch.set("input_file_id", request.path("input_file_id"));
    batch.set("metadata", request.path("metadata"));
    batches.put(id, batch);
    taken.countDown();
    if (mute) {
      mute = false;
      return null;
    }
    return batch.toString();
  }

  private String list() {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    ArrayNode data = list.putArray("data");
    new ArrayList<>(batches.values()).reversed().forEach(data::add);
    return list.put("has_more", false).toString();
  }

  private ObjectNode work(ObjectNode batch) throws IOException {
    if (held || !batch.path("status").asText().equals("in_progress")) {
      return batch;
    }
    var output = new StringBuilder();
    String[] lines = files.getOrDefault(batch.path("input_file_id").asText(), "").split("\n", -1);
    int answered = 0;
    for (String line : lines) {
      if (line.isBlank() || answered == most) {
        continue;
      }
      JsonNode item = JSON.readTree(line);
      paid.add(passage(item.path("body")));
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.set("custom_id", item.path("custom_id"));
      ObjectNode response = result.putObject("response").put("status_code", 200);
      response.set("body", JSON.readTree(ANSWER));
      output.append(result).append('\n');
      answered++;
    }
    String id = "file-of-" + batch.path("id").asText();
    files.put(id, output.toString());
    batch.put("output_file_id", id);
    batch.put("status", most == Integer.MAX_VALUE ? "completed" : "expired");
    return batch;
  }

  private static String passage(JsonNode body) {
    JsonNode messages = body.path("messages");
    return messages.path(messages.size() - 1).path("content").asText();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
