package dev.tercet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A stand-in for an embedding endpoint, which answers in the odd ways that were seen of real ones.
 * The vector of a text is made of its words, so that texts that share words are near each other,
 * and anybody can say which vector a text must have.
 */
public final class EmbeddingEndpoint implements AutoCloseable {
  /** A word whose texts get the vectors of {@link Manner#SPOILT_NAN} and its like. */
  public static final String SPOILT = "spoilt";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final int dimension;
  private final List<List<String>> calls = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile Manner manner = Manner.IN_ORDER;
  private volatile Refusal refusal = new Refusal(Integer.MAX_VALUE, "\0", 0);
  private volatile Failure failure = new Failure(0, "");

  /** How an answer is written. */
  public enum Manner {
    IN_ORDER,
    REVERSED,
    BASE64,
    /** As a writer does that leaves out zeros. */
    WITHOUT_INDEX_ZERO,
    WITHOUT_INDICES,
    /** The second element names the third input, and so on. */
    GAP,
    /** The second element names the first input, too. */
    DOUBLED,
    ONE_LESS,
    ONE_MORE,
    FOREIGN,
    NEGATIVE,
    TEXT_INDEX,
    OTHER_DIMENSION,
    SPOILT_NAN,
    SPOILT_NULL,
    SPOILT_INFINITE,
    SPOILT_ZERO,
    SPOILT_EMPTY,
    NESTED,
    ERROR_INSIDE,
    PAGE,
    NOTHING,
    CUT,
    NO_DATA
  }

  private record Refusal(int most, String word, int status) {}

  private record Failure(int status, String retryAfter) {}

  /** Starts it on a free port. */
  public EmbeddingEndpoint(int dimension) throws IOException {
    this.dimension = dimension;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** To which {@code /embeddings} is appended. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers like that from now on. */
  public void answer(Manner how) {
    manner = how;
  }

  /** Refuses calls of more inputs, and those with a text that holds the word, with that status. */
  public void refuse(int moreThan, String word, int status) {
    refusal = new Refusal(moreThan, word, status);
  }

  /** Fails every call; status 0 answers again. */
  public void fail(int status, String retryAfter) {
    failure = new Failure(status, retryAfter);
  }

  /** Notes calls from now on, and answers none of them before {@link #release}. */
  public void hold() {
    held = new CountDownLatch(1);
  }

  /** Answers what it holds, and holds what comes. */
  public void holdNext() {
    CountDownLatch before = held;
    hold();
    before.countDown();
  }

  /** Answers what it holds. */
  public void release() {
    held.countDown();
  }

  /** The inputs of each call so far. */
  public List<List<String>> calls() {
    return List.copyOf(calls);
  }

  /** The vector of a text, of length 1. */
  public static float[] vectorOf(String text, int dimension) {
    double[] sum = new double[dimension];
    for (String word : text.split("\\W+", -1)) {
      var random = new SplittableRandom(word.hashCode());
      for (int i = 0; i < dimension; i++) {
        sum[i] += random.nextDouble(-1, 1);
      }
    }
    double length =
        Math.sqrt(IntStream.range(0, dimension).mapToDouble(i -> sum[i] * sum[i]).sum());
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (sum[i] / length);
    }
    return vector;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> inputs = new ArrayList<>();
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      body.path("input").forEach(it -> inputs.add(it.asText()));
      CountDownLatch hold = held;
      calls.add(List.copyOf(inputs));
      await(hold);
      Refusal refused = refusal;
      Failure failed = failure;
      if (failed.status() != 0) {
        if (!failed.retryAfter().isEmpty()) {
          exchange.getResponseHeaders().add("Retry-After", failed.retryAfter());
        }
        send(exchange, failed.status(), "{\"error\":{\"message\":\"away\"}}");
      } else if (inputs.size() > refused.most()
          || inputs.stream().anyMatch(it -> it.contains(refused.word()))) {
        send(exchange, refused.status(), "{\"error\":\"batch size exceeds the maximum\"}");
      } else {
        send(exchange, 200, answer(inputs));
      }
    }
  }

  private static void await(CountDownLatch hold) throws InterruptedIOException {
    try {
      hold.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a call was held");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String answer(List<String> inputs) {
    return switch (manner) {
      case ERROR_INSIDE -> "{\"error\":{\"code\":502,\"message\":\"no provider answered\"}}";
      case PAGE -> "<!DOCTYPE html>\n<html><body>Please log in</body></html>";
      case NOTHING -> "";
      case NO_DATA -> "{\"object\":\"list\"}";
      case CUT -> {
        String whole = list(inputs);
        yield whole.substring(0, whole.length() / 2);
      }
      default -> list(inputs);
    };
  }

  private String list(List<String> inputs) {
    List<String> elements = new ArrayList<>();
    for (int at = 0; at < inputs.size(); at++) {
      elements.add(element(at, numbers(inputs.get(at))));
    }
    switch (manner) {
      case REVERSED -> elements = elements.reversed();
      case ONE_LESS -> elements.subList(1, Math.min(2, elements.size())).clear();
      case ONE_MORE -> elements.add(element(0, numbers("one more")));
      default -> {}
    }
    return "{\"object\":\"list\",\"data\":[%s],\"usage\":{\"prompt_tokens\":1}}"
        .formatted(String.join(",", elements));
  }

  private String element(int at, String numbers) {
    return "{\"object\":\"embedding\",%s\"embedding\":%s}".formatted(index(at), numbers);
  }

  private String index(int at) {
    return switch (manner) {
      case WITHOUT_INDICES -> "";
      case WITHOUT_INDEX_ZERO -> at == 0 ? "" : named(at);
      case GAP -> named(at == 0 ? 0 : at + 1);
      case DOUBLED -> named(at == 1 ? 0 : at);
      case FOREIGN -> named(at + 1_000);
      case NEGATIVE -> named(-1 - at);
      case TEXT_INDEX -> "\"index\":\"%d\",".formatted(at);
      default -> named(at);
    };
  }

  private static String named(int index) {
    return "\"index\":" + index + ",";
  }

  private String numbers(String text) {
    float[] vector = vectorOf(text, manner == Manner.OTHER_DIMENSION ? dimension + 1 : dimension);
    if (manner == Manner.BASE64) {
      ByteBuffer bytes =
          ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      return "\"" + Base64.getEncoder().encodeToString(bytes.array()) + "\"";
    }
    String numbers =
        IntStream.range(0, vector.length)
            .mapToObj(i -> text.contains(SPOILT) ? spoilt(vector[i], i) : Float.toString(vector[i]))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(","));
    return manner == Manner.NESTED ? "[[" + numbers + "]]" : "[" + numbers + "]";
  }

  private String spoilt(float number, int at) {
    return switch (manner) {
      case SPOILT_NAN -> at == 1 ? "NaN" : Float.toString(number);
      case SPOILT_NULL -> at == 1 ? "null" : Float.toString(number);
      case SPOILT_INFINITE -> at == 1 ? "1e400" : Float.toString(number);
      case SPOILT_ZERO -> "0";
      case SPOILT_EMPTY -> "";
      default -> Float.toString(number);
    };
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }
}
