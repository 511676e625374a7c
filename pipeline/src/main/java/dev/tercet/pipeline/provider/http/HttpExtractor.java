package dev.tercet.pipeline.provider.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.exchange.Exchange;
import dev.tercet.pipeline.provider.exchange.ExchangeHttpClient;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.CallRates.Told;
import dev.tercet.saga.port.Extractor;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks a service of the user's own: {@code POST} of {@code {passage, schema, project, source,
 * metadata}} to one address, which answers {@code {facts: [{quote, data}]}} (docs/providers.md).
 */
public final class HttpExtractor implements Extractor {
  private static final String VERSION = "1";

  /** No call uses more; what a service says beyond is a mistake of its own. */
  private static final long MOST_TOKENS = 1_000_000_000;

  private final String url;
  private final EndpointSettings settings;
  private final dev.langchain4j.http.client.HttpClient client;

  /**
   * @param url to which every passage is posted, exactly as it is
   * @param settings model, key and deadline
   * @param whenTold is told what an answer says is left of the service's limits
   */
  public HttpExtractor(
      String url,
      EndpointSettings settings,
      HttpClient http,
      InstantSource clock,
      Consumer<Told> whenTold) {
    this.url = url;
    this.settings = settings;
    client = ExchangeHttpClient.builder(http, settings, clock, whenTold).build();
  }

  @Override
  public String provider() {
    return "http";
  }

  @Override
  public String model() {
    return settings.model();
  }

  @Override
  public boolean readsDocument() {
    return true;
  }

  @Override
  public String promptVersion() {
    return VERSION;
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public Reply ask(Request request) {
    Exchange exchange = Exchange.about(request);
    HttpRequest sent = post(request);
    return exchange.reply(
        () -> client.execute(sent),
        () -> answered(exchange),
        HttpExtractor::counted,
        "the answer is empty");
  }

  private Optional<Reply> answered(Exchange exchange) {
    return exchange
        .delivered()
        .map(settings::withoutKey)
        .map(it -> new Reply.Content(it, exchange.usage(counted(it))));
  }

  private HttpRequest post(Request request) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("passage", request.passage());
    body.set("schema", CanonicalJson.readOwn(request.schema()));
    body.put("project", request.origin().project());
    body.put("source", request.origin().source());
    body.set("metadata", CanonicalJson.readOwn(request.origin().metadata()));
    if (request.earlier() != null) {
      body.putObject("earlier")
          .put("answer", request.earlier().raw())
          .put("reason", request.earlier().reason());
    }
    HttpRequest.Builder post =
        HttpRequest.builder()
            .method(HttpMethod.POST)
            .url(url)
            .addHeader("Content-Type", "application/json")
            .body(CanonicalJson.write(body));
    if (settings.apiKey() != null) {
      post.addHeader("Authorization", "Bearer " + settings.apiKey());
    }
    return post.build();
  }

  /** What the service says that it used; nothing where it says nothing, or what cannot be. */
  private static Usage counted(String content) {
    JsonNode usage;
    try {
      usage = CanonicalJson.read(content).path("usage");
    } catch (JsonProcessingException e) {
      return Usage.NONE; // whoever reads the answer says so
    }
    return new Usage(0, tokens(usage, "inputTokens"), tokens(usage, "outputTokens"));
  }

  private static long tokens(JsonNode usage, String name) {
    return Math.clamp(usage.path(name).asLong(0), 0, MOST_TOKENS);
  }
}
