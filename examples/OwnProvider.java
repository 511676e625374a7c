/*
 * A model of one's own, here two rules: it answers what Tercet's provider `openai` asks.
 *
 *   java examples/OwnProvider.java 8090
 */

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

final Map<String, Pattern> rules =
    Map.of(
        "identifier", Pattern.compile("\\b[A-Z]{2}-\\d{5}\\b"),
        "amount", Pattern.compile("\\b[\\d,]+\\.\\d\\d (?:EUR|USD|GBP)\\b"));

void main(String[] arguments) throws IOException {
  int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8090;
  var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
  server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  server.createContext("/v1/chat/completions", exchange -> answer(exchange));
  server.start();
  IO.println("answers at http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
}

/** The last message is the passage, verbatim and alone; those before it say what to do with it. */
void answer(HttpExchange exchange) throws IOException {
  Object question = Json.read(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  List<Object> messages = Json.at(question, "messages");
  List<Object> facts = facts(Json.at(messages.getLast(), "content"));
  String call = exchange.getRequestHeaders().getFirst("X-Tercet-Call");
  IO.println("call " + call + ": " + facts.size() + " facts");

  var message = Map.of("role", "assistant", "content", Json.write(Map.of("facts", facts)));
  var choice = Map.of("index", 0, "message", message, "finish_reason", "stop");
  var usage = Map.of("prompt_tokens", 0, "completion_tokens", 0, "total_tokens", 0);
  send(exchange, Map.of("model", "own-rules", "choices", List.of(choice), "usage", usage));
}

/** Data by the project's schema, here the default one; the quote as the passage has it. */
List<Object> facts(String passage) {
  var facts = new ArrayList<Object>();
  for (var rule : rules.entrySet()) {
    for (var found : rule.getValue().matcher(passage).results().toList()) {
      var data = Map.of("type", rule.getKey(), "value", found.group());
      facts.add(Map.of("quote", found.group(), "data", data));
    }
  }
  return facts;
}

void send(HttpExchange exchange, Object answer) throws IOException {
  byte[] body = Json.write(answer).getBytes(UTF_8);
  exchange.getResponseHeaders().set("Content-Type", "application/json");
  exchange.sendResponseHeaders(200, body.length);
  exchange.getResponseBody().write(body);
  exchange.close();
}
