package dev.tercet.pipeline.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.WireMockServer;
import dev.tercet.pipeline.Scene;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.openai.OpenAiExtractor;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of docs/providers.md about odd answers, from the wire to what a reader sees. */
class OddAnswersTest {
  private static final String TEXT = "Ada wrote to Grace in May. Grace did not answer.";
  private static final String ANSWER =
      "{\"facts\":[{\"quote\":\"Ada\",\"data\":{\"type\":\"name\",\"value\":\"Ada\"}}]}";
  private static final String FACTS = ANSWER.substring(9, ANSWER.length() - 1);
  private static final String WRONG = ANSWER.replace("\"quote\":\"Ada\"", "\"quote\":\"Alan\"");

  @RegisterExtension final ChatEndpoint endpoint = new ChatEndpoint();

  private final WireMockServer provider = endpoint.provider;
  private final HttpClient http = endpoint.http;
  private final Scene scene = new Scene();

  private static String json(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }

  private static String message(String message, String finishReason) {
    return """
    {"id":"c1","choices":[{"index":0,"message":%s,"finish_reason":"%s"}],
     "usage":{"prompt_tokens":11,"completion_tokens":22,"total_tokens":33}}
    """
        .formatted(message, finishReason);
  }

  private static String content(String content) {
    return message("{\"role\":\"assistant\",\"content\":" + json(content) + "}", "stop");
  }

  private static String call(String arguments) {
    return "{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"facts\",\"arguments\":%s}}"
        .formatted(json(arguments));
  }

  private static String calls(String calls) {
    return message("{\"content\":null,\"tool_calls\":[" + calls + "]}", "tool_calls");
  }

  /** The endpoint gives these answers in turn, and the last of them for ever. */
  private Extraction answered(String... bodies) {
    for (int n = 0; n < bodies.length; n++) {
      provider.stubFor(
          post(urlEqualTo(ChatEndpoint.ADDRESS))
              .inScenario("answers")
              .whenScenarioStateIs(n == 0 ? STARTED : "after " + n)
              .willSetStateTo(
                  bodies.length == 1 ? STARTED : "after " + Math.min(n + 1, bodies.length - 1))
              .willReturn(okJson(bodies[n])));
    }
    var settings =
        new EndpointSettings(provider.baseUrl() + "/v1", "m", null, Duration.ofSeconds(20));
    Extraction accepted = scene.accept("a.txt", TEXT);
    scene.work(scene.worker(new OpenAiExtractor(settings, http, scene.clock)));
    return scene.extraction(accepted.id());
  }

  private List<JsonNode> requests() {
    return provider.findAll(postRequestedFor(urlEqualTo(ChatEndpoint.ADDRESS))).stream()
        .map(it -> read(it.getBodyAsString()))
        .toList();
  }

  private static JsonNode read(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException("a request is not JSON", e);
    }
  }

  private List<String> quotes(Extraction extraction) {
    return scene.passages(extraction.id()).getFirst().facts().stream().map(Fact::quote).toList();
  }

  private double count(String name, String tag, String value) {
    return scene.registry.get(name).tag(tag, value).counter().count();
  }

  private void assertFailed(Extraction extraction, String code, int calls) {
    assertThat(extraction.status()).isEqualTo(Status.FAILED);
    assertThat(extraction.failure()).extracting(Failure::code).isEqualTo(code);
    assertThat(extraction.failure())
        .extracting(Failure::failureClass)
        .isEqualTo(FailureClass.PERMANENT);
    assertThat(extraction.usage().calls()).isEqualTo(calls);
    assertThat(requests()).hasSize(calls);
  }

  private static Arguments odd(String body, AnswerRepair... repairs) {
    return Arguments.of(body, Set.of(repairs));
  }

  private static List<Arguments> mended() {
    return List.of(
        odd(content("<think>Is {\"facts\":[]} enough?</think>" + ANSWER), AnswerRepair.REASONING),
        odd(content("Ada, I suppose.\n</think>\n" + ANSWER), AnswerRepair.REASONING),
        odd(content("```json\n" + ANSWER + "\n```"), AnswerRepair.FENCE),
        odd(
            content("Here you are:\n```\n" + ANSWER + "\n```\nAnything else?"),
            AnswerRepair.FENCE,
            AnswerRepair.WORDS_AROUND),
        odd(content("Sure! " + ANSWER), AnswerRepair.WORDS_AROUND),
        odd(content(FACTS), AnswerRepair.BARE_ARRAY),
        odd(content(ANSWER.replace("}}]", "}},]")), AnswerRepair.TRAILING_COMMA),
        odd(content("\uFEFF" + ANSWER), AnswerRepair.BOM),
        odd("\uFEFF" + content(ANSWER)),
        odd(calls(call(ANSWER)), AnswerRepair.TOOL_CALL),
        odd(calls(call(ANSWER) + "," + call(ANSWER)), AnswerRepair.TOOL_CALL),
        odd(
            message(
                "{\"content\":[{\"type\":\"thinking\",\"text\":\"{\"},{\"type\":\"text\",\"text\":%s}]}"
                    .formatted(json(ANSWER)),
                "stop"),
            AnswerRepair.PARTS),
        odd(
            message("{\"content\":null,\"reasoning_content\":%s}".formatted(json(ANSWER)), "stop"),
            AnswerRepair.REASONING_FIELD),
        odd(
            message(
                "{\"content\":%s,\"reasoning_content\":\"{\\\"facts\\\":[]}?\"}"
                    .formatted(json(ANSWER)),
                "stop")));
  }

  @ParameterizedTest
  @MethodSource("mended")
  void isReadAndWhatWasMendedIsCounted(String body, Set<AnswerRepair> repairs) {
    Extraction done = answered(body);

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(quotes(done)).containsExactly("Ada");
    assertThat(done.usage()).isEqualTo(new Usage(1, 11, 22));
    for (AnswerRepair repair : AnswerRepair.values()) {
      assertThat(count("tercet.llm.answers.repaired", "repair", repair.label()))
          .as(repair.label())
          .isEqualTo(repairs.contains(repair) ? 1 : 0);
    }
  }

  @Test
  void aUsageBeyondAllBoundsIsCountedWithinThem() {
    Extraction done = answered(content(ANSWER).replace(":11", ":4294967296").replace(":22", ":-5"));

    assertThat(done.usage()).isEqualTo(new Usage(1, 10_000_000, 0));
  }

  @Test
  void aFactThatIsNotInThePassageIsLeftOutAlone() {
    String two = "[" + FACTS.substring(1, FACTS.length() - 1) + "," + WRONG.substring(10);
    Extraction done = answered(content("{\"facts\":" + two));

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(quotes(done)).containsExactly("Ada");
    assertThat(count("tercet.llm.facts.dropped", "reason", "quote")).isEqualTo(1);
    assertThat(requests()).hasSize(1);
  }

  private static List<String> invalid() {
    return List.of(
        content("I would rather not."),
        content(""),
        message("{\"content\":null}", "stop"),
        content(WRONG),
        content(ANSWER + " or {\"facts\":[]}"),
        content("I found nothing: {\"facts\":[]}"),
        message("{\"reasoning_content\":\"As in {\\\"facts\\\":[]}, so\"}", "stop"),
        message("{\"reasoning\":%s}".formatted(json("Perhaps " + ANSWER)), "stop"),
        calls(call(ANSWER) + "," + call("{\"facts\":[]}")),
        content(ANSWER.substring(0, ANSWER.length() - 4)),
        content("<think>" + ANSWER),
        content(TEXT.repeat(1_000)),
        content("{".repeat(100_000)));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void isAskedForOnceMoreAndThenFailsForGood(String body) {
    assertFailed(answered(body), "invalid-answer", 2);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void isUsedWhenItIsValidTheSecondTime(String body) {
    Extraction done = answered(body, content(ANSWER));

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(quotes(done)).containsExactly("Ada");
    assertThat(done.usage().calls()).isEqualTo(2);
  }

  @Test
  void theSecondRequestNamesTheFaultAndEndsWithThePassageAlone() {
    answered(content(WRONG), content(ANSWER));

    JsonNode messages = requests().getLast().path("messages");
    assertThat(messages).hasSize(2);
    String system = messages.path(0).path("content").asText();
    assertThat(system)
        .startsWith(requests().getFirst().at("/messages/0/content").asText())
        .contains("/facts/0/quote is not in the passage", json(WRONG));
    assertThat(messages.path(1).path("role").asText()).isEqualTo("user");
    assertThat(messages.path(1).path("content").asText()).isEqualTo(TEXT);
  }

  @Test
  void isAskedForInHalvesWhenItIsCutOff() {
    Extraction done =
        answered(
            message("{\"content\":%s}".formatted(json(ANSWER.substring(0, 30))), "length"),
            content("{\"facts\":[]}"));

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(requests())
        .extracting(it -> it.at("/messages/1/content").asText())
        .containsExactlyInAnyOrder(TEXT, "Ada wrote to Grace in May. ", "Grace did not answer.");
    assertThat(count("tercet.llm.calls", "outcome", "cut")).isEqualTo(1);
    assertThat(count("tercet.llm.answers.repaired", "repair", "halves")).isEqualTo(1);
  }

  @Test
  void failsForGoodWhenAHalfIsCutOffToo() {
    assertFailed(answered(message("{\"content\":\"\"}", "length")), "answer-cut", 3);
  }

  private static List<String> refusals() {
    return List.of(
        message("{\"content\":null,\"refusal\":\"I cannot help with that.\"}", "stop"),
        message("{\"content\":\"I\"}", "content_filter"),
        message("{\"content\":\"\"}", "refusal"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isNotAskedForAgainWhenItIsRefused(String body) {
    assertFailed(answered(body), "content-refused", 1);
  }

  @Test
  void neverBringsANulIntoAStore() {
    Extraction done =
        answered(content(ANSWER.replace("\"value\":\"Ada\"", "\"value\":\"A\\u0000\"")));

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(scene.passages(done.id()).getFirst().facts().getFirst().data()).contains("A\uFFFD");
  }
}
