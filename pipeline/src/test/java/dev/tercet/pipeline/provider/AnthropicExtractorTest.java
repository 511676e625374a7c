package dev.tercet.pipeline.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.tercet.pipeline.Scene;
import dev.tercet.pipeline.provider.anthropic.AnthropicExtractor;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.Extractor.Request;
import dev.tercet.saga.provider.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's protocol, from the wire to what a reader sees. */
class AnthropicExtractorTest {
  private static final String KEY = "sk-ant-very-secret";
  private static final String ADDRESS = "/v1/messages";
  private static final UUID EXTRACTION = new UUID(1, 2);
  private static final String FACTS =
      "{\"facts\":[{\"data\":{\"type\":\"name\",\"value\":\"Ada\"},\"quote\":\"Ada\"}]}";

  @RegisterExtension final ChatEndpoint endpoint = new ChatEndpoint();

  private final WireMockServer provider = endpoint.provider;
  private final Scene scene = new Scene();
  private @Nullable AnthropicExtractor made;

  /** One, which remembers what it has learnt. */
  private AnthropicExtractor extractor() {
    if (made == null) {
      made = extractor(Duration.ofSeconds(10));
    }
    return made;
  }

  private AnthropicExtractor extractor(Duration timeout) {
    return new AnthropicExtractor(
        new EndpointSettings(provider.baseUrl() + "/v1/", "model-a", KEY, timeout),
        endpoint.http,
        scene.clock,
        _ -> {});
  }

  private Reply ask() {
    return extractor().ask(new Request(EXTRACTION, 3, 5, DefaultSchema.json(), "Ada paid."));
  }

  private void answers(ResponseDefinitionBuilder response) {
    provider.stubFor(post(urlEqualTo(ADDRESS)).willReturn(response));
  }

  private void answersUnless(String path, int status, String refusal) {
    provider.stubFor(
        post(urlEqualTo(ADDRESS))
            .withRequestBody(matchingJsonPath(path))
            .willReturn(aResponse().withStatus(status).withBody(refusal)));
  }

  private static ResponseDefinitionBuilder message(String parts, String stopReason) {
    return okJson(
        """
        {"id":"m1","type":"message","role":"assistant","model":"model-a","content":[%s],
         "stop_reason":"%s","stop_sequence":null,"usage":{"input_tokens":11,
         "cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":22}}
        """
            .formatted(parts, stopReason));
  }

  private static String text(String words) {
    return "{\"type\":\"text\",\"text\":\"" + words.replace("\"", "\\\"") + "\"}";
  }

  private static String tool(String input) {
    return "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"facts\",\"input\":" + input + "}";
  }

  private JsonNode body(int call) throws IOException {
    return new ObjectMapper()
        .readTree(
            provider.findAll(postRequestedFor(urlEqualTo(ADDRESS))).get(call).getBodyAsString());
  }

  private Extraction worked(String text) {
    Extraction accepted = scene.accept("a.txt", text);
    scene.work(scene.worker(extractor()));
    return scene.extraction(accepted.id());
  }

  @Test
  void asksWithThePassageAloneAndTheShapeAsTheOutputsFormat() throws Exception {
    answers(message(text(FACTS), "end_turn"));
    assertThat(ask()).isEqualTo(new Reply.Content(FACTS, new Usage(1, 18, 22, 5, 2, 0)));
    provider.verify(
        1,
        postRequestedFor(urlEqualTo(ADDRESS))
            .withHeader("x-api-key", equalTo(KEY))
            .withHeader("anthropic-version", equalTo("2023-06-01"))
            .withHeader("X-Tercet-Call", equalTo(EXTRACTION + "/3/5")));
    JsonNode body = body(0);
    assertThat(body.path("model").asText()).isEqualTo("model-a");
    assertThat(body.at("/messages/0/content").asText()).isEqualTo("Ada paid.");
    assertThat(body.path("messages")).hasSize(1);
    assertThat(body.at("/output_config/format/type").asText()).isEqualTo("json_schema");
    assertThat(body.at("/output_config/format/schema/properties").has("facts")).isTrue();
    assertThat(body.path("system").asText()).doesNotContain("JSON Schema of the answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"output_config: not supported\"}}",
        "schema contains features not supported by xgrammar",
        "failed to compile grammar",
        "JSON schema conversion failed",
        "Unbekanntes Feld"
      })
  void aFormThatIsRefusedInWhateverWordsFallsToTheNextWeakerOneForGood(String refusal)
      throws Exception {
    answers(message(tool(FACTS), "tool_use"));
    answersUnless("$.output_config", 400, refusal);
    assertThat(ask()).isEqualTo(new Reply.Content(FACTS, new Usage(2, 18, 22, 5, 2, 0)));
    JsonNode weaker = body(1);
    assertThat(weaker.at("/tool_choice/name").asText()).isEqualTo("facts");
    assertThat(weaker.at("/tools/0/input_schema/properties").has("facts")).isTrue();
    assertThat(weaker.has("output_config")).isFalse();

    assertThat(ask()).isEqualTo(new Reply.Content(FACTS, new Usage(1, 18, 22, 5, 2, 0)));
    provider.verify(3, postRequestedFor(urlEqualTo(ADDRESS)));
  }

  @Test
  void aModelWithoutFormatAndToolsGetsTheSchemaInThePrompt() throws Exception {
    answers(message(text(FACTS), "end_turn"));
    answersUnless("$.output_config", 422, "no");
    answersUnless("$.tools", 400, "nor that");
    assertThat(ask()).isEqualTo(new Reply.Content(FACTS, new Usage(3, 18, 22, 5, 2, 0)));
    assertThat(body(2).path("system").asText()).contains("JSON Schema of the answer");
  }

  @Test
  void whatIsRefusedInAFormThatIsTakenIsThePassagesAndIsAskedOnce() {
    answers(message(text(FACTS), "end_turn"));
    assertThat(ask()).isInstanceOf(Reply.Content.class);
    answers(aResponse().withStatus(400).withBody("{\"error\":{\"message\":\"too long\"}}"));
    assertThat(ask()).isInstanceOf(Reply.Refused.class);
    provider.verify(2, postRequestedFor(urlEqualTo(ADDRESS)));
  }

  @Test
  void whatIsRefusedInEveryFormChangesNoForm() throws Exception {
    answers(aResponse().withStatus(400).withBody("prompt is too long"));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Refused.class, it -> assertThat(it.usage()).isEqualTo(new Usage(3, 0, 0)));
    answers(message(text(FACTS), "end_turn"));
    assertThat(ask()).isInstanceOf(Reply.Content.class);
    assertThat(body(3).has("output_config")).isTrue();
  }

  /** Parts of a message, and what is mended. */
  static Stream<Arguments> shapes() {
    return Stream.of(
        arguments(text(FACTS), Set.of()),
        arguments("{\"type\":\"thinking\",\"thinking\":\"well {}\"}," + text(FACTS), Set.of()),
        arguments(text(FACTS.substring(0, 20)) + "," + text(FACTS.substring(20)), Set.of()),
        arguments(tool(FACTS), Set.of(AnswerRepair.TOOL_CALL)),
        arguments(text("Sure! " + FACTS), Set.of(AnswerRepair.WORDS_AROUND)),
        arguments(text("```\\n" + FACTS + "\\n```"), Set.of(AnswerRepair.FENCE)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aMessageIsReadInEveryShape(String parts, Set<AnswerRepair> repairs) {
    answers(message(parts, "end_turn"));
    Extraction done = worked("Ada paid.");
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(scene.passages(done.id()).getFirst().facts())
        .extracting(Fact::quote)
        .containsExactly("Ada");
    for (AnswerRepair repair : repairs) {
      assertThat(
              scene
                  .registry
                  .get("tercet.llm.answers.repaired")
                  .tag("repair", repair.label())
                  .counter()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatWasCutOffIsCut() {
    answers(message(text("{\"facts\":["), "max_tokens"));
    assertThat(ask()).isEqualTo(new Reply.Cut("{\"facts\":[", new Usage(1, 18, 22, 5, 2, 0)));
  }

  @Test
  void aRefusalFailsTheDocument() {
    answers(message(text("I cannot."), "refusal"));
    assertThat(worked("Ada paid.").failure())
        .extracting(Failure::code)
        .isEqualTo("content-refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"type\":\"image\"}", "{\"type\":\"text\",\"text\":\"no\"}"})
  void aMessageWithoutAnAnswerIsAskedForOnceMore(String parts) {
    answers(message(parts, "end_turn"));
    assertThat(worked("Ada paid.").failure()).extracting(Failure::code).isEqualTo("invalid-answer");
    provider.verify(2, postRequestedFor(urlEqualTo(ADDRESS)));
  }

  /** Status, body, and what that is. */
  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(
            401, error("authentication_error", "invalid x-api-key " + KEY), Trouble.WRONG_KEY),
        arguments(403, error("permission_error", "no"), Trouble.WRONG_KEY),
        arguments(404, error("not_found_error", "model: model-a"), Trouble.BROKEN),
        arguments(429, error("rate_limit_error", "slow down"), Trouble.LIMITED),
        arguments(500, error("api_error", "oh"), Trouble.BROKEN),
        arguments(529, error("overloaded_error", "Overloaded"), Trouble.BROKEN),
        arguments(
            400,
            error("invalid_request_error", "Your credit balance is too low to access the API."),
            Trouble.OUT_OF_MONEY),
        arguments(400, error("enforced_spend_limit_reached", "spent"), Trouble.OUT_OF_MONEY),
        arguments(200, "<html>busy</html>", Trouble.BROKEN),
        arguments(200, "", Trouble.BROKEN),
        arguments(200, error("overloaded_error", "Overloaded"), Trouble.BROKEN));
  }

  private static String error(String type, String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":\""
        + type
        + "\",\"message\":\""
        + message
        + "\"}}";
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void whatSaysNothingOfThePassageIsTroubleOfTheProvider(int status, String body, Trouble trouble) {
    answers(aResponse().withStatus(status).withBody(body));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Unavailable.class,
            reply -> {
              assertThat(reply.trouble()).isEqualTo(trouble);
              assertThat(reply.usage()).isEqualTo(new Usage(1, 0, 0));
              assertThat(reply.failure().message()).doesNotContain(KEY);
            });
  }

  @Test
  void aConnectionThatBreaksAndSilenceAreTrouble() {
    answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(ask()).isInstanceOf(Reply.Unavailable.class);
    answers(message(text(FACTS), "end_turn").withFixedDelay(5_000));
    assertThat(
            extractor(Duration.ofMillis(200))
                .ask(new Request(EXTRACTION, 0, 1, DefaultSchema.json(), "Ada paid.")))
        .isInstanceOfSatisfying(
            Reply.Unavailable.class,
            it -> assertThat(it.failure().code()).isEqualTo("provider-timeout"));
  }
}
