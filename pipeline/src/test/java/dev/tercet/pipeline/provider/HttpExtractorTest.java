package dev.tercet.pipeline.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.tercet.pipeline.Scene;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.http.HttpExtractor;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Origin;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.Extractor.Request;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service of the user's own, from the wire to what a reader sees. */
class HttpExtractorTest {
  private static final String KEY = "a-very-secret-key";
  private static final UUID EXTRACTION = new UUID(1, 2);
  private static final String FACT =
      "{\"quote\":\"Ada\",\"data\":{\"type\":\"name\",\"value\":\"Ada\"}}";
  private static final String ANSWER = "{\"facts\":[" + FACT + "]}";

  @RegisterExtension final ChatEndpoint endpoint = new ChatEndpoint();

  private final Scene scene = new Scene();

  private HttpExtractor extractor(Duration timeout) {
    String url = endpoint.provider.baseUrl() + ChatEndpoint.ADDRESS;
    return new HttpExtractor(
        url,
        new EndpointSettings(url, "rules-7", KEY, timeout),
        endpoint.http,
        scene.clock,
        _ -> {});
  }

  private Reply ask() {
    return extractor(Duration.ofSeconds(10))
        .ask(
            new Request(
                EXTRACTION,
                3,
                5,
                "{\"type\":\"object\"}",
                "Ada paid.",
                null,
                new Origin("letters", "a.txt", "{\"year\":1843}")));
  }

  private Extraction worked(String text) {
    Extraction accepted = scene.accept("a.txt", text);
    scene.work(scene.worker(extractor(Duration.ofSeconds(10))));
    return scene.extraction(accepted.id());
  }

  @Test
  void postsThePassageWithAllThatIsKnownOfIt() {
    endpoint.answers(okJson(ANSWER));
    assertThat(ask()).isEqualTo(new Reply.Content(ANSWER, new Usage(1, 0, 0)));
    endpoint.provider.verify(
        1,
        postRequestedFor(urlEqualTo(ChatEndpoint.ADDRESS))
            .withHeader("Authorization", equalTo("Bearer " + KEY))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("X-Tercet-Call", equalTo(EXTRACTION + "/3/5"))
            .withRequestBody(
                equalToJson(
                    """
                    {"passage":"Ada paid.","schema":{"type":"object"},"project":"letters",
                     "source":"a.txt","metadata":{"year":1843}}
                    """)));
  }

  @Test
  void theLedgerHasWhatTheServiceSaysThatItUsed() {
    endpoint.answers(okJson("{\"facts\":[],\"usage\":{\"inputTokens\":70,\"outputTokens\":9}}"));
    assertThat(worked("Ada paid.").usage()).isEqualTo(new Usage(1, 70, 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"inputTokens\":-5}", "[]", "{\"inputTokens\":\"many\"}", "null"})
  void usageThatCannotBeIsNone(String usage) {
    endpoint.answers(okJson("{\"facts\":[],\"usage\":" + usage + "}"));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Content.class, it -> assertThat(it.usage()).isEqualTo(new Usage(1, 0, 0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ANSWER,
        "[" + FACT + "]",
        "\uFEFF" + ANSWER,
        "{\"error\":false,\"facts\":[" + FACT + "]}",
        "{\"facts\":[" + FACT + ",]}"
      })
  void anAnswerIsReadAsAModelsIs(String body) {
    endpoint.answers(aResponse().withBody(body));
    Extraction done = worked("Ada paid.");
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(scene.passages(done.id()).getFirst().facts())
        .extracting(Fact::quote)
        .containsExactly("Ada");
  }

  @Test
  void anInvalidAnswerIsAskedForOnceMoreWithWhatWasWrong() {
    endpoint.answers(okJson(ANSWER.replace("Ada", "Alan")));
    Extraction failed = worked("Ada paid.");
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("invalid-answer");
    endpoint.provider.verify(2, postRequestedFor(urlEqualTo(ChatEndpoint.ADDRESS)));
    endpoint.provider.verify(
        1,
        postRequestedFor(urlEqualTo(ChatEndpoint.ADDRESS))
            .withRequestBody(matchingJsonPath("$.earlier.reason"))
            .withRequestBody(matchingJsonPath("$[?(@.earlier.answer =~ /.*Alan.*/)]")));
  }

  /** Status, body, what that is, and for how long. */
  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(401, "wrong " + KEY, Trouble.WRONG_KEY, null),
        arguments(402, "pay", Trouble.OUT_OF_MONEY, null),
        arguments(403, "not you", Trouble.WRONG_KEY, null),
        arguments(404, "no route", Trouble.BROKEN, null),
        arguments(429, "{\"retryDelay\":\"3s\"}", Trouble.LIMITED, Duration.ofSeconds(3)),
        arguments(500, "oh", Trouble.BROKEN, null),
        arguments(503, "", Trouble.BROKEN, null),
        arguments(302, "elsewhere", Trouble.BROKEN, null),
        arguments(204, "", Trouble.BROKEN, null),
        arguments(200, "", Trouble.BROKEN, null),
        arguments(200, "<html>busy</html>", Trouble.BROKEN, null),
        arguments(200, "Sure! " + ANSWER, Trouble.BROKEN, null),
        arguments(200, "{\"error\":{\"code\":429}}", Trouble.LIMITED, null),
        arguments(200, "{\"error\":\"database\"}", Trouble.BROKEN, null));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void whatSaysNothingOfThePassageIsTroubleOfTheService(
      int status, String body, Trouble trouble, @Nullable Duration retryAfter) {
    endpoint.answers(aResponse().withStatus(status).withBody(body));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Unavailable.class,
            reply -> {
              assertThat(reply.trouble()).isEqualTo(trouble);
              assertThat(reply.retryAfter()).isEqualTo(retryAfter);
              assertThat(reply.failure().message()).doesNotContain(KEY);
            });
  }

  @Test
  void aConnectionThatBreaksAndAServiceThatIsSilentAreTrouble() {
    endpoint.answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(ask()).isInstanceOf(Reply.Unavailable.class);
    endpoint.answers(okJson(ANSWER).withFixedDelay(5_000));
    Reply silent =
        extractor(Duration.ofMillis(200))
            .ask(new Request(EXTRACTION, 0, 1, DefaultSchema.json(), "Ada paid."));
    assertThat(silent)
        .isInstanceOfSatisfying(
            Reply.Unavailable.class,
            it -> assertThat(it.failure().code()).isEqualTo("provider-timeout"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void aRefusedPassageFailsItsDocument(int status) {
    endpoint.answers(aResponse().withStatus(status).withBody("not this one"));
    Extraction failed = worked("Ada paid.");
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("provider-refused-request");
  }

  @Test
  void anAnswerIsOneAboutThatDocumentAlone() {
    endpoint.answers(okJson(ANSWER));
    var worker = scene.worker(extractor(Duration.ofSeconds(10)));
    scene.accept("a.txt", "Ada paid.");
    scene.accept("b.txt", "Ada paid.");
    scene.work(worker);
    endpoint.provider.verify(2, postRequestedFor(urlEqualTo(ChatEndpoint.ADDRESS)));
    endpoint.provider.verify(
        1,
        postRequestedFor(urlEqualTo(ChatEndpoint.ADDRESS))
            .withRequestBody(matchingJsonPath("$.source", equalTo("b.txt")))
            .withRequestBody(matchingJsonPath("$.project", equalTo("demo"))));
  }
}
