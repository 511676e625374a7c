package dev.tercet.acceptance.program;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A stand-in for a model with a limit of requests: a bucket that holds ten seconds of it, and no
 * minute with more than a minute's worth. Beyond that it answers 429, and every answer says what is
 * left, as OpenAI's do.
 */
final class LimitedModel implements AutoCloseable {
  private static final double BUCKET_SECONDS = 10;
  private static final double MINUTE = 60;
  private static final Duration THINKING = Duration.ofMillis(50);
  private static final byte[] ANSWER =
      """
      {"id":"1","object":"chat.completion","created":1,"model":"stand-in","choices":[{"index":0,
      "message":{"role":"assistant","content":"{\\"facts\\":[]}"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":50,"completion_tokens":10,"total_tokens":60}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final double perMinute;
  private final double perSecond;
  private final Duration thinking;
  private final Deque<Double> lastMinute = new ArrayDeque<>();
  private final long begin = System.nanoTime();
  private double level;
  private double filledAt;
  private double firstAt = -1;
  private double lastAt;
  private int refused;
  private int answered;
  private int underWay;

  /** What was asked: answers, refusals, and the time from the first call to the last. */
  record Asked(int answered, int refused, double seconds) {}

  /** Starts it on a free port. */
  LimitedModel(int perMinute) throws IOException {
    this(perMinute, THINKING);
  }

  /** The same of one that thinks for so long. */
  LimitedModel(int perMinute, Duration thinking) throws IOException {
    this.perMinute = perMinute;
    this.thinking = thinking;
    perSecond = perMinute / MINUTE;
    level = perSecond * BUCKET_SECONDS;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  /** The address for {@code tercet.llm.base-url}. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  synchronized Asked asked() {
    return new Asked(answered, refused, lastAt - firstAt);
  }

  /** Calls that have arrived and have no answer yet. */
  synchronized int underWay() {
    return underWay;
  }

  private synchronized void left() {
    underWay--;
  }

  private record Seat(boolean isFree, int left) {}

  private synchronized Seat take() {
    double now = (System.nanoTime() - begin) / 1e9;
    firstAt = firstAt < 0 ? now : firstAt;
    level = Math.min(perSecond * BUCKET_SECONDS, level + (now - filledAt) * perSecond);
    filledAt = now;
    while (!lastMinute.isEmpty() && lastMinute.getFirst() <= now - MINUTE) {
      lastMinute.removeFirst();
    }
    boolean isFree = level >= 1 && lastMinute.size() < perMinute;
    if (isFree) {
      level--;
      lastMinute.addLast(now);
      lastAt = now;
      answered++;
      underWay++;
    } else {
      refused++;
    }
    return new Seat(isFree, (int) Math.max(0, Math.min(level, perMinute - lastMinute.size())));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Seat seat = take();
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "application/json");
      headers.set("x-ratelimit-limit-requests", Integer.toString((int) perMinute));
      headers.set("x-ratelimit-remaining-requests", Integer.toString(seat.left()));
      headers.set(
          "x-ratelimit-reset-requests", "%.3fs".formatted((perMinute - seat.left()) / perSecond));
      if (seat.isFree()) {
        LockSupport.parkNanos(thinking.toNanos());
        left();
        exchange.sendResponseHeaders(200, ANSWER.length);
        exchange.getResponseBody().write(ANSWER);
      } else {
        headers.set("Retry-After", "1");
        exchange.sendResponseHeaders(429, -1);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
