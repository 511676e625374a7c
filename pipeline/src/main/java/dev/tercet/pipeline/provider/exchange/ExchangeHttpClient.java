package dev.tercet.pipeline.provider.exchange;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.tercet.saga.port.CallRates.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The library's way to the network: the JDK's client with a deadline for the whole call and a limit
 * of what an answer may weigh. It adds the call's header and notes what came back.
 */
public final class ExchangeHttpClient implements HttpClient {
  private static final long MOST_CHAT_BYTES = 16L * 1024 * 1024;
  private static final int KEPT_ERROR = 2_000;

  private final java.net.http.HttpClient http;
  private final EndpointSettings settings;
  private final InstantSource clock;
  private final long mostBytes;

  /** Null for an endpoint whose answers, errors in them included, are read by whoever asks. */
  private final @Nullable Consumer<Told> whenTold;

  /**
   * A client for the library, or to be asked itself.
   *
   * @param mostBytes of an answer
   */
  public ExchangeHttpClient(
      java.net.http.HttpClient http,
      EndpointSettings settings,
      InstantSource clock,
      long mostBytes) {
    this(http, settings, clock, mostBytes, null);
  }

  private ExchangeHttpClient(
      java.net.http.HttpClient http,
      EndpointSettings settings,
      InstantSource clock,
      long mostBytes,
      @Nullable Consumer<Told> whenTold) {
    this.http = http;
    this.settings = settings;
    this.clock = clock;
    this.mostBytes = mostBytes;
    this.whenTold = whenTold;
  }

  /** The same with a deadline of at most that. */
  public ExchangeHttpClient within(Duration longest) {
    return new ExchangeHttpClient(http, settings.within(longest), clock, mostBytes, whenTold);
  }

  /**
   * A builder as the library asks for one; it keeps to our own deadline, whatever it is told, and
   * knows an error that comes with a status of success.
   *
   * @param whenTold is told, on the call's thread, what an answer says is left of the limits
   */
  public static HttpClientBuilder builder(
      java.net.http.HttpClient http,
      EndpointSettings settings,
      InstantSource clock,
      Consumer<Told> whenTold) {
    return new Builder(new ExchangeHttpClient(http, settings, clock, MOST_CHAT_BYTES, whenTold));
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    Exchange exchange = Exchange.CURRENT.get();
    exchange.sent();
    long begin = System.nanoTime();
    HttpResponse<byte[]> response = send(request, exchange);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    Duration header =
        RetryAfter.parse(
            response.headers().firstValue("Retry-After").orElse(null), clock.instant());
    exchange.answered(response.statusCode(), header);
    Told told = RateHeaders.read(response.headers(), clock.instant(), took);
    if (told != null && whenTold != null) {
      whenTold.accept(told);
    }
    if (response.statusCode() / 100 != 2) {
      throw refused(response.statusCode(), header, text(response), exchange);
    }
    Optional<DisguisedError> disguised =
        whenTold == null ? Optional.empty() : DisguisedError.of(response.body());
    if (disguised.isPresent()) {
      throw refused(disguised.get().status(), header, disguised.get().message(), exchange);
    }
    exchange.delivered(response.body());
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .body(response.body())
        .build();
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private HttpException refused(
      int status, @Nullable Duration header, String body, Exchange exchange) {
    exchange.answered(status, header == null ? RetryAfter.inBody(body) : header);
    exchange.refused(told(body));
    return new HttpException(status, exchange.errorBody());
  }

  /** What of an error is passed on: not all of it, and never the key, should it be repeated. */
  private String told(String body) {
    String secret = settings.apiKey();
    String safe = secret == null || secret.isEmpty() ? body : body.replace(secret, "***");
    return safe.length() <= KEPT_ERROR ? safe : safe.substring(0, KEPT_ERROR);
  }

  private HttpResponse<byte[]> send(HttpRequest request, Exchange exchange) {
    try {
      return WholeAnswer.within(
          settings.timeout(),
          http,
          jdkRequest(request, exchange),
          BodyHandlers.limiting(BodyHandlers.ofByteArray(), mostBytes));
    } catch (IOException e) {
      if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
        exchange.notSent();
      }
      throw new UncheckedIOException(e);
    }
  }

  private java.net.http.HttpRequest jdkRequest(HttpRequest request, Exchange exchange) {
    var jdk =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .method(request.method().name(), BodyPublishers.ofString(request.body()));
    request.headers().forEach((name, values) -> values.forEach(value -> jdk.header(name, value)));
    if (exchange.callHeader() != null) {
      jdk.header("X-Tercet-Call", exchange.callHeader());
    }
    return jdk.build();
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("answers are never streamed");
  }

  private record Builder(ExchangeHttpClient client) implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
      return client.settings.timeout();
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration ignored) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return client.settings.timeout();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration ignored) {
      return this;
    }

    @Override
    public HttpClient build() {
      return client;
    }
  }
}
