package dev.tercet.acceptance.program;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Stands before the service and passes everything on, but for the answer to the first document:
 * whoever posted it is told to come back.
 */
final class LossyGateway implements AutoCloseable {
  private static final String KEY = "Idempotency-Key";
  private static final List<String> PASSED_ON = List.of("Authorization", "Content-Type", KEY);

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final URI service;

  LossyGateway(URI service) throws IOException {
    this.service = service;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::pass);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The idempotency key of each document that came by, in their order. */
  List<String> keys() {
    return List.copyOf(keys);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> answer = http.send(request(exchange), BodyHandlers.ofByteArray());
      String key = exchange.getRequestHeaders().getFirst(KEY);
      if (key != null) {
        keys.add(key);
      }
      boolean lost = key != null && keys.size() == 1;
      if (lost) {
        exchange.getResponseHeaders().set("Retry-After", "1");
      }
      exchange.sendResponseHeaders(lost ? 503 : answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    var request =
        HttpRequest.newBuilder(service.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
