package dev.tercet.acceptance.program;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A stand-in for a model behind HTTP, which finds no facts, refuses some, or is in trouble. */
final class ModelEndpoint implements AutoCloseable {
  private static final String ANSWER =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"stand-in","choices":[{"index":0,
      "message":{"role":"assistant","content":"{\\"facts\\":[]}"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":11,"completion_tokens":2,"total_tokens":13}}
      """;

  private static final String REFUSAL =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"stand-in","choices":[{"index":0,
      "message":{"role":"assistant","content":null,"refusal":"I cannot help with that."},
      "finish_reason":"stop"}],
      "usage":{"prompt_tokens":11,"completion_tokens":4,"total_tokens":15}}
      """;

  /** What it answers, after so long. */
  record Manner(int status, String body, Duration after) {}

  private static final Manner WELL = new Manner(200, ANSWER, Duration.ofMillis(50));

  private final HttpServer server;
  private final AtomicReference<Manner> manner = new AtomicReference<>(WELL);
  private final AtomicReference<String> unwanted = new AtomicReference<>("\0");
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger troubled = new AtomicInteger();

  ModelEndpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  void answerWell() {
    manner.set(WELL);
  }

  /** From now on it answers well after so long. */
  void answerAfter(Duration thinking) {
    manner.set(new Manner(200, ANSWER, thinking));
  }

  /** From now on it answers only this. */
  void answer(int status, String body) {
    troubled.set(0);
    manner.set(new Manner(status, body, Duration.ofMillis(50)));
  }

  /** It refuses passages with that word in them, and no others. */
  void refuse(String word) {
    unwanted.set(word);
  }

  /** How many calls it has had. */
  int calls() {
    return calls.get();
  }

  /** How many of them met the present trouble. */
  int troubled() {
    return troubled.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    Manner now = manner.get();
    if (!now.equals(WELL)) {
      troubled.incrementAndGet();
    }
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    LockSupport.parkNanos(now.after().toNanos());
    String answer = asked.contains(unwanted.get()) ? REFUSAL : now.body();
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(now.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
