package dev.tercet.pipeline.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.tercet.pipeline.answer.LruCache;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.pipeline.provider.batch.BatchHttp;
import dev.tercet.pipeline.provider.chat.AnswerForms;
import dev.tercet.pipeline.provider.chat.Prompt;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.exchange.Exchange;
import dev.tercet.pipeline.provider.exchange.ExchangeHttpClient;
import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.port.CallRates.Told;
import dev.tercet.saga.port.Extractor;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks a model behind Anthropic's protocol: {@code POST} to {@code /messages}. The user's message
 * is the passage, verbatim and alone; the answer's shape is asked for as the output's format, and
 * in a weaker form only when the endpoint refuses that.
 */
public final class AnthropicExtractor implements Extractor, BatchApi.Offered {
  private static final int KEPT_SCHEMAS = 256;
  private static final String PROTOCOL = "2023-06-01";
  private static final String TOOL = "facts";
  private static final String NO_MESSAGE = "the answer is no message";

  /** As many as every model takes; an answer that needs more is asked for in halves. */
  private static final int MOST_OUTPUT_TOKENS = 4_096;

  private static final List<String> WORDS_OF_FORM =
      List.of("output_config", "output_format", "json_schema", "tool_choice", "input_schema");

  private final EndpointSettings settings;
  private final HttpClient http;
  private final dev.langchain4j.http.client.HttpClient client;
  private final LruCache<String, AnswerForms<MessageForm>> schemas =
      new LruCache<>(
          KEPT_SCHEMAS, it -> new AnswerForms<>(it, List.of(MessageForm.values()), WORDS_OF_FORM));

  /**
   * @param whenTold is told what an answer says is left of the endpoint's limits
   */
  public AnthropicExtractor(
      EndpointSettings settings, HttpClient http, InstantSource clock, Consumer<Told> whenTold) {
    this.settings = settings;
    this.http = http;
    client = ExchangeHttpClient.builder(http, settings, clock, whenTold).build();
  }

  @Override
  public String provider() {
    return "anthropic";
  }

  @Override
  public String model() {
    return settings.model();
  }

  @Override
  public String promptVersion() {
    return Prompt.VERSION;
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
    AnswerForms<MessageForm> forms = schemas.of(request.schema());
    Exchange exchange = Exchange.about(request);
    return forms.ask(form -> send(request, forms.shape(), form, exchange), exchange);
  }

  private Reply send(Request request, String shape, MessageForm form, Exchange exchange) {
    HttpRequest post = post(body(request, shape, form));
    return exchange.reply(
        () -> client.execute(post), () -> answered(form, exchange), Message::counted, NO_MESSAGE);
  }

  private Optional<Reply> answered(MessageForm form, Exchange exchange) {
    return exchange
        .delivered()
        .map(settings::withoutKey)
        .flatMap(Message::read)
        .map(it -> reply(it, form, exchange.usage(it.usage())));
  }

  @Override
  public BatchApi batches() {
    return new AnthropicBatches(
        this,
        new BatchHttp(
            http,
            settings,
            request -> {
              request.header("anthropic-version", PROTOCOL);
              if (settings.apiKey() != null) {
                request.header("x-api-key", settings.apiKey());
              }
            }));
  }

  /** The request as one of a batch has it, in the surest form that was not refused yet. */
  ObjectNode body(Request request) {
    AnswerForms<MessageForm> forms = schemas.of(request.schema());
    return body(request, forms.shape(), forms.surest());
  }

  /** What such a message says; a tool is only called when that was the form. */
  Reply answered(JsonNode message) {
    return Message.read(settings.withoutKey(CanonicalJson.write(message)))
        .map(it ->
            reply(
                it,
                it.input().isBlank() ? MessageForm.PROMPT : MessageForm.TOOL,
                new Usage(1, 0, 0).plus(it.usage())))
        .orElseGet(() -> FailedCall.broken(NO_MESSAGE, Usage.NONE));
  }

  private ObjectNode body(Request request, String shape, MessageForm form) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("model", settings.model())
            .put("max_tokens", MOST_OUTPUT_TOKENS)
            .put(
                "system",
                Prompt.instructions(form == MessageForm.PROMPT ? shape : null, request.earlier()));
    body.putArray("messages").addObject().put("role", "user").put("content", request.passage());
    switch (form) {
      case OUTPUT_FORMAT ->
          body.putObject("output_config")
              .putObject("format")
              .put("type", "json_schema")
              .set("schema", CanonicalJson.readOwn(shape));
      case TOOL -> {
        body.putArray("tools")
            .addObject()
            .put("name", TOOL)
            .put("description", "Takes the facts of the passage.")
            .set("input_schema", CanonicalJson.readOwn(shape));
        body.putObject("tool_choice").put("type", "tool").put("name", TOOL);
      }
      case PROMPT -> {}
    }
    return body;
  }

  private HttpRequest post(ObjectNode body) {
    HttpRequest.Builder post =
        HttpRequest.builder()
            .method(HttpMethod.POST)
            .url(settings.baseUrl() + "/messages")
            .addHeader("Content-Type", "application/json")
            .addHeader("anthropic-version", PROTOCOL)
            .body(CanonicalJson.write(body));
    if (settings.apiKey() != null) {
      post.addHeader("x-api-key", settings.apiKey());
    }
    return post.build();
  }

  private static Reply reply(Message message, MessageForm form, Usage usage) {
    boolean fromTool =
        !message.input().isBlank() && (form == MessageForm.TOOL || message.text().isBlank());
    String content = fromTool ? message.input() : message.text();
    return switch (message.stopReason().toLowerCase(Locale.ROOT)) {
      case "max_tokens", "model_context_window_exceeded" -> new Reply.Cut(content, usage);
      case "refusal" -> FailedCall.contentRefused("the provider declined to answer", usage);
      default ->
          new Reply.Content(
              content,
              usage,
              fromTool && form != MessageForm.TOOL ? Set.of(AnswerRepair.TOOL_CALL) : Set.of());
    };
  }
}
