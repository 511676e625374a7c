package dev.tercet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for a provider with batches, over real HTTP. It finds no facts, and counts which
 * passages were paid for. What is not held is answered after it was looked at once.
 */
public abstract class BatchEndpoint implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  static final Answer NOTHING = new Answer(404, "");

  private final HttpServer server;
  private final InstantSource clock;
  private final Map<String, TakenBatch> batches = new LinkedHashMap<>();
  private final List<String> paid = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final CountDownLatch taken = new CountDownLatch(1);
  private boolean held;
  private boolean mute;
  private boolean without;
  private int most = Integer.MAX_VALUE;
  private int mostOfCancelled;
  private String failing = "";
  private int failures;
  private UnaryOperator<String> names = UnaryOperator.identity();
  private UnaryOperator<String> damage = UnaryOperator.identity();

  /** What it answers. */
  record Answer(int status, String body) {
    static Answer of(JsonNode body) {
      return new Answer(200, body.toString());
    }
  }

  /**
   * Answers at any free port.
   *
   * @param clock says when a batch began
   */
  BatchEndpoint(InstantSource clock) throws IOException {
    this.clock = clock;
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

  /** It has no batches. */
  public synchronized void haveNoBatches() {
    without = true;
  }

  /** Of each batch so many are answered, and the others expire. */
  public synchronized void expireAfter(int answered) {
    most = answered;
  }

  /** So many of a batch that is cancelled are answered nevertheless. */
  public synchronized void answerOfCancelled(int answered) {
    mostOfCancelled = answered;
  }

  /** So many requests to addresses that have this part fail next. */
  public synchronized void fail(String part, int times) {
    failing = part;
    failures = times;
  }

  /** What it calls a batch from now on, instead of a good name. */
  public synchronized void nameBatches(UnaryOperator<String> newNames) {
    names = newNames;
  }

  /** What becomes of results before they are sent. */
  public synchronized void damageResults(UnaryOperator<String> newDamage) {
    damage = newDamage;
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

  /**
   * Somebody else's batch with so many questions is under way, or answered when nothing is held.
   */
  public synchronized String takeOthers(int questions) {
    List<JsonNode> items = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      items.add(JSON.createObjectNode().put("custom_id", "another-" + i));
    }
    return begun(items, JSON.createObjectNode()).id;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath().substring("/v1".length());
    Answer answer =
        isKnown(exchange.getRequestHeaders())
            ? answer(exchange.getRequestMethod(), path, request)
            : new Answer(401, "{}");
    if (answer == null) {
      return; // the connection stays, and nothing comes
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private synchronized @Nullable Answer answer(String method, String path, String request)
      throws IOException {
    if (path.equals(directPath())) {
      asked.add(passage(JSON.readTree(request)));
      return new Answer(200, message());
    }
    if (failures > 0 && path.contains(failing)) {
      failures--;
      return new Answer(500, "{\"error\":{}}");
    }
    return without ? NOTHING : routed(method, path, request);
  }

  /** Whether the headers are those of somebody with a key, who speaks this protocol. */
  abstract boolean isKnown(Headers headers);

  /** Where a passage is asked about directly. */
  abstract String directPath();

  /** An answer without facts. */
  abstract String message();

  /** What a request about batches gets; null for nothing at all. */
  abstract @Nullable Answer routed(String method, String path, String request) throws IOException;

  /** The batch as the provider tells it. */
  abstract JsonNode told(TakenBatch batch);

  /** Notes what became of a question that was answered. */
  abstract void answered(TakenBatch batch, JsonNode item) throws IOException;

  /** Notes that the batch ended before a question's turn. */
  abstract void unasked(TakenBatch batch, JsonNode item);

  /** The body of the direct request that the item stands for. */
  abstract JsonNode body(JsonNode item);

  /** Takes a batch; null when it is not to be said. */
  @Nullable Answer begin(List<JsonNode> items, JsonNode request) {
    TakenBatch batch = begun(items, request);
    taken.countDown();
    if (mute) {
      mute = false;
      return null;
    }
    return Answer.of(told(batch));
  }

  private TakenBatch begun(List<JsonNode> items, JsonNode request) {
    String id = names.apply("batch_" + (batches.size() + 1));
    var batch = new TakenBatch(id, items, request, clock.instant());
    batches.put(id, batch);
    return batch;
  }

  /** The newest first; what is under way is answered after it was seen so. */
  Answer list() throws IOException {
    ObjectNode list = JSON.createObjectNode().put("has_more", false);
    ArrayNode listed = list.putArray("data");
    for (TakenBatch it : new ArrayList<>(batches.values()).reversed()) {
      listed.add(told(it));
      work(it);
    }
    return Answer.of(list);
  }

  /** The batch as it stands once what is not held has been answered. */
  @Nullable TakenBatch look(String id) throws IOException {
    TakenBatch batch = batches.get(id);
    if (batch != null) {
      work(batch);
    }
    return batch;
  }

  /** The batch, which ends before it is answered, but not at once. */
  @Nullable TakenBatch cancelled(String id) {
    TakenBatch batch = batches.get(id);
    if (batch != null && !batch.isOver()) {
      batch.isCancelling = true;
    }
    return batch;
  }

  /** The results as they are sent. */
  Answer results(CharSequence results) {
    return new Answer(200, damage.apply(results.toString()));
  }

  private void work(TakenBatch batch) throws IOException {
    if (batch.isOver() || (held && !batch.isCancelling)) {
      return;
    }
    int last = batch.isCancelling ? mostOfCancelled : most;
    for (JsonNode item : batch.items) {
      if (batch.answered == last) {
        unasked(batch, item);
        continue;
      }
      JsonNode body = body(item);
      if (!body.isMissingNode()) {
        paid.add(passage(body));
      }
      answered(batch, item);
      batch.answered++;
    }
    String end = batch.answered == batch.items.size() ? "completed" : "expired";
    batch.state = batch.isCancelling ? "cancelled" : end;
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
