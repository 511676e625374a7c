/*
 * A service of one's own that finds facts, here one rule: it answers what Tercet's provider `http` posts.
 *
 *   java examples/OwnService.java 8091
 */

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

void main(String[] arguments) throws IOException {
  int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8091;
  var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
  server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  server.createContext("/facts", exchange -> answer(exchange));
  server.start();
  IO.println("answers at http://127.0.0.1:" + server.getAddress().getPort() + "/facts");
}

void answer(HttpExchange exchange) throws IOException {
  Object question = Json.read(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  String passage = Json.at(question, "passage");
  var facts = new ArrayList<Object>();
  for (var found : Pattern.compile("\\b[A-Z]{2}-\\d{5}\\b").matcher(passage).results().toList()) {
    var data = Map.of("type", "identifier", "value", found.group());
    facts.add(Map.of("quote", found.group(), "data", data));
  }
  IO.println("asked about " + Json.<String>at(question, "source") + ": " + facts.size() + " facts");
  byte[] body = Json.write(Map.of("facts", facts)).getBytes(UTF_8);
  exchange.sendResponseHeaders(200, body.length);
  exchange.getResponseBody().write(body);
  exchange.close();
}
