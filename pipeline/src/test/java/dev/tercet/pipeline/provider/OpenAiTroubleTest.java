package dev.tercet.pipeline.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.openai.OpenAiExtractor;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.Extractor.Request;
import dev.tercet.saga.provider.Trouble;
import dev.tercet.testkit.SettableClock;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an endpoint says that says nothing of the passage. */
class OpenAiTroubleTest {
  private static final String KEY = "sk-very-secret";

  @RegisterExtension final ChatEndpoint endpoint = new ChatEndpoint();

  private final WireMockServer provider = endpoint.provider;
  private final SettableClock clock = new SettableClock();
  private final HttpClient http = endpoint.http;

  private Reply ask() {
    var settings =
        new EndpointSettings(provider.baseUrl() + "/v1", "model-a", KEY, Duration.ofSeconds(10));
    return new OpenAiExtractor(settings, http, clock)
        .ask(new Request(new UUID(1, 2), 0, 1, DefaultSchema.json(), "Ada paid."));
  }

  @Test
  void aWrongKeyIsTroubleOfTheProviderAndIsNeverShown() {
    endpoint.answers(aResponse().withStatus(401).withBody("wrong key " + KEY));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Unavailable.class,
            reply -> {
              assertThat(reply.trouble()).isEqualTo(Trouble.WRONG_KEY);
              assertThat(reply.failure().code()).isEqualTo("provider-wrong-key");
              assertThat(reply.failure().message()).contains("wrong key").doesNotContain(KEY);
            });
  }

  /** Status, body, what that is, and for how long. */
  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(402, "pay", Trouble.OUT_OF_MONEY, null),
        arguments(403, "key of another region", Trouble.WRONG_KEY, null),
        arguments(404, "no route", Trouble.BROKEN, null),
        arguments(400, "{\"error\":{\"code\":\"model_not_found\"}}", Trouble.BROKEN, null),
        arguments(429, "{\"error\":{\"code\":\"insufficient_quota\"}}", Trouble.OUT_OF_MONEY, null),
        arguments(
            429,
            "{\"error\":{\"details\":[{\"retryDelay\":\"17.4s\"}]}}",
            Trouble.LIMITED,
            Duration.ofSeconds(18)),
        arguments(
            400,
            "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low.\"}}",
            Trouble.OUT_OF_MONEY,
            null),
        arguments(403, "your account was flagged", Trouble.WRONG_KEY, null),
        arguments(529, "overloaded", Trouble.BROKEN, null),
        arguments(302, "elsewhere", Trouble.BROKEN, null),
        arguments(200, "<html>busy</html>", Trouble.BROKEN, null),
        arguments(200, "\uFEFF \n<!DOCTYPE html>", Trouble.BROKEN, null),
        arguments(200, "busy", Trouble.BROKEN, null),
        arguments(200, "系统繁忙", Trouble.BROKEN, null),
        arguments(200, "\"try later\"", Trouble.BROKEN, null),
        arguments(200, "data: {\"choices\":[]}", Trouble.BROKEN, null),
        arguments(200, "", Trouble.BROKEN, null),
        arguments(200, "{\"status\":\"starting\"}", Trouble.BROKEN, null),
        arguments(200, "{\"detail\":\"Unauthorized\"}", Trouble.BROKEN, null),
        arguments(200, "{\"choices\":null,\"error\":{}}", Trouble.BROKEN, null),
        arguments(200, "{\"choices\": 7", Trouble.BROKEN, null),
        arguments(200, "{}", Trouble.BROKEN, null),
        arguments(200, "{\"error\":{\"code\":429}}", Trouble.LIMITED, null),
        arguments(200, "{\"error\":{\"code\":401}}", Trouble.WRONG_KEY, null),
        arguments(200, "{\"error\":{\"code\":402}}", Trouble.OUT_OF_MONEY, null),
        arguments(200, "{\"error\":{\"type\":\"rate_limit_exceeded\"}}", Trouble.LIMITED, null),
        arguments(200, "{\"error\":\"upstream\"}", Trouble.BROKEN, null));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void whatSaysNothingOfThePassageIsTroubleOfTheProvider(
      int status, String body, Trouble trouble, @Nullable Duration retryAfter) {
    endpoint.answers(aResponse().withStatus(status).withBody(body));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Unavailable.class,
            reply -> {
              assertThat(reply.trouble()).isEqualTo(trouble);
              assertThat(reply.retryAfter()).isEqualTo(retryAfter);
              assertThat(reply.usage()).isEqualTo(new Usage(1, 0, 0));
            });
    provider.verify(1, postRequestedFor(urlEqualTo("/v1/chat/completions")));
  }

  @Test
  void aCallThatIsBrokenOffSaysNothingOfTheProvider() {
    endpoint.answers(aResponse().withFixedDelay(20_000).withBody("too late"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::ask).isInstanceOf(AbandonedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aPassageThatSpeaksOfMoneyAndIsRepeatedIsNoTrouble() {
    endpoint.answers(
        aResponse()
            .withStatus(422)
            .withBody("{\"detail\":[{\"input\":\"your credit balance, insufficient_quota\"}]}"));
    assertThat(ask()).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void aRequestThatIsTooLargeForTheLimitIsThePassages() {
    endpoint.answers(
        aResponse().withStatus(429).withBody("{\"error\":{\"message\":\"Request too large\"}}"));
    assertThat(ask()).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void aRefusedModerationIsThePassages() {
    endpoint.answers(aResponse().withStatus(403).withBody("{\"error\":\"input was flagged\"}"));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            reply -> assertThat(reply.failure().code()).isEqualTo("content-refused"));
  }
}
