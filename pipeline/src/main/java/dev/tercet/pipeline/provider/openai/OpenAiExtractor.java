package dev.tercet.pipeline.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatModel;
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
import dev.tercet.saga.port.CallRates.Told;
import dev.tercet.saga.port.Extractor;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks a model behind an OpenAI-compatible endpoint. The last user message is the passage, verbatim
 * and alone; the answer's shape is asked for as a strict JSON Schema, and in a weaker form only
 * when the endpoint refuses that.
 */
public final class OpenAiExtractor implements Extractor, BatchApi.Offered {
  private static final int KEPT_SCHEMAS = 256;

  private final EndpointSettings settings;
  private final HttpClient http;
  private final OpenAiChatModel strict;
  private final OpenAiChatModel loose;
  private final LruCache<String, AnswerForms<AnswerFormat>> schemas =
      new LruCache<>(
          KEPT_SCHEMAS,
          it ->
              new AnswerForms<>(it, List.of(AnswerFormat.values()), AnswerFormat.WORDS_OF_REFUSAL));

  public OpenAiExtractor(EndpointSettings settings, HttpClient http, InstantSource clock) {
    this(settings, http, clock, _ -> {});
  }

  /**
   * @param whenTold is told what an answer says is left of the endpoint's limits
   */
  public OpenAiExtractor(
      EndpointSettings settings, HttpClient http, InstantSource clock, Consumer<Told> whenTold) {
    this.settings = settings;
    this.http = http;
    HttpClientBuilder client = ExchangeHttpClient.builder(http, settings, clock, whenTold);
    strict = model(settings, client, true);
    loose = model(settings, client, false);
  }

  private static OpenAiChatModel model(
      EndpointSettings settings, HttpClientBuilder client, boolean strictSchema) {
    return OpenAiChatModel.builder()
        .httpClientBuilder(client)
        .baseUrl(settings.baseUrl())
        .apiKey(settings.apiKey())
        .modelName(settings.model())
        .timeout(settings.timeout())
        .strictJsonSchema(strictSchema)
        .maxRetries(0)
        .build();
  }

  @Override
  public String provider() {
    return "openai";
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
    AnswerForms<AnswerFormat> forms = schemas.of(request.schema());
    Exchange exchange = Exchange.about(request);
    return forms.ask(format -> send(request, forms.shape(), format, exchange), exchange);
  }

  private Reply send(Request request, String shape, AnswerFormat format, Exchange exchange) {
    ChatRequest chat =
        ChatRequest.builder()
            .messages(
                List.of(
                    SystemMessage.from(
                        Prompt.instructions(
                            format.isSaidInPrompt() ? shape : null, request.earlier())),
                    UserMessage.from(request.passage())))
            .responseFormat(responseFormat(format, shape))
            .build();
    OpenAiChatModel model = format == AnswerFormat.STRICT_SCHEMA ? strict : loose;
    return exchange.reply(
        () -> model.chat(chat),
        () -> answered(exchange),
        Completion::counted,
        "the answer has no choice with a message");
  }

  @Override
  public BatchApi batches() {
    String key = settings.apiKey();
    return new OpenAiBatches(
        this,
        new BatchHttp(
            http,
            settings,
            request -> {
              if (key != null) {
                request.header("Authorization", "Bearer " + key);
              }
            }));
  }

  /** The request as one of a batch has it, in the surest form that was not refused yet. */
  ObjectNode body(Request request) {
    AnswerForms<AnswerFormat> forms = schemas.of(request.schema());
    AnswerFormat format = forms.surest();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", settings.model());
    ArrayNode messages = body.putArray("messages");
    String said =
        Prompt.instructions(format.isSaidInPrompt() ? forms.shape() : null, request.earlier());
    messages.addObject().put("role", "system").put("content", said);
    messages.addObject().put("role", "user").put("content", request.passage());
    switch (format) {
      case STRICT_SCHEMA, SCHEMA -> {
        ObjectNode asked = body.putObject("response_format").put("type", "json_schema");
        ObjectNode named = asked.putObject("json_schema").put("name", "facts");
        named.put("strict", format == AnswerFormat.STRICT_SCHEMA);
        named.set("schema", CanonicalJson.readOwn(forms.shape()));
      }
      case JSON_OBJECT -> body.putObject("response_format").put("type", "json_object");
      case WORDS -> {}
    }
    return body;
  }

  /** What such a body says; empty when it is no answer to a chat request. */
  Optional<Reply> answered(String body) {
    return Completion.read(settings.withoutKey(body))
        .map(it -> reply(it, new Usage(1, 0, 0).plus(it.usage())));
  }

  private static ResponseFormat responseFormat(AnswerFormat format, String shape) {
    return switch (format) {
      case STRICT_SCHEMA, SCHEMA ->
          ResponseFormat.builder()
              .type(ResponseFormatType.JSON)
              .jsonSchema(
                  JsonSchema.builder().name("facts").rootElement(JsonRawSchema.from(shape)).build())
              .build();
      case JSON_OBJECT -> ResponseFormat.JSON;
      case WORDS -> ResponseFormat.TEXT;
    };
  }

  /**
   * What the endpoint answered, read from the body itself: the library knows fewer shapes, and
   * throws for some of them. Empty when it is no answer to a chat request.
   */
  private Optional<Reply> answered(Exchange exchange) {
    return exchange
        .delivered()
        .map(settings::withoutKey)
        .flatMap(Completion::read)
        .map(it -> reply(it, exchange.usage(it.usage())));
  }

  private static Reply reply(Completion completion, Usage usage) {
    if (!completion.refusal().isBlank()) {
      return FailedCall.contentRefused("the provider declined: " + completion.refusal(), usage);
    }
    return switch (completion.end()) {
      case REFUSED -> FailedCall.contentRefused("the provider's filter stopped the answer", usage);
      case CUT -> new Reply.Cut(completion.content(), usage);
      case WHOLE -> new Reply.Content(completion.content(), usage, completion.repairs());
    };
  }
}
