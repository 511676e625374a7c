package dev.tercet.pipeline.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.anthropic.AnthropicExtractor;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.openai.OpenAiExtractor;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.Extractor.Request;
import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an endpoint says that a call took. */
class CountedTokensTest {
  private static final Request REQUEST =
      new Request(new UUID(1, 2), 0, 1, DefaultSchema.json(), "Ada paid.");

  @RegisterExtension final ChatEndpoint endpoint = new ChatEndpoint();

  private EndpointSettings settings() {
    return new EndpointSettings(
        endpoint.provider.baseUrl() + "/v1", "model-a", "a-key", Duration.ofSeconds(10));
  }

  private Reply ask() {
    return new OpenAiExtractor(settings(), endpoint.http, new SettableClock()).ask(REQUEST);
  }

  private Usage usage(String counted) {
    endpoint.answers(
        okJson(
            """
            {"id":"c1","object":"chat.completion","created":1,"model":"model-a","choices":[{"index":0,
            "message":{"role":"assistant","content":"{\\"facts\\":[]}"},"finish_reason":"stop"}],
            "usage":%s}
            """
                .formatted(counted)));
    return ask() instanceof Reply.Content(_, var usage, _) ? usage : Usage.NONE;
  }

  @Test
  void tokensOfACacheAndOfReasoningAreReadAsTheyAreToldWithinBounds() {
    assertThat(
            usage(
                """
                {"prompt_tokens":2006,"completion_tokens":300,"prompt_tokens_details":{"cached_tokens":1920,"cache_write_tokens":50},
                 "completion_tokens_details":{"reasoning_tokens":192}}
                """))
        .isEqualTo(new Usage(1, 2_006, 300, 1_920, 50, 192));
    assertThat(
            usage(
                "{\"prompt_tokens\":10,\"completion_tokens\":1,\"prompt_cache_hit_tokens\":4,\"cache_creation_input_tokens\":7}"))
        .isEqualTo(new Usage(1, 10, 1, 4, 6, 0));
    assertThat(
            usage(
                "{\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":99},\"completion_tokens\":-5}"))
        .isEqualTo(new Usage(1, 10, 0, 10, 0, 0));
  }

  @Test
  void reasoningBesideTheAnswerIsOutputToo() {
    assertThat(
            usage(
                "{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":115,\"completion_tokens_details\":{\"reasoning_tokens\":100}}"))
        .isEqualTo(new Usage(1, 10, 105, 0, 0, 100));
    assertThat(
            usage(
                "{\"prompt_tokens\":10,\"completion_tokens\":5,\"completion_tokens_details\":{\"reasoning_tokens\":100}}"))
        .isEqualTo(new Usage(1, 10, 5, 0, 0, 5));
  }

  @Test
  void whatAnAnswerWithoutAChoiceCountedIsPaidFor() {
    endpoint.answers(
        okJson("{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1}}"));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Reply.Unavailable.class, it -> assertThat(it.usage()).isEqualTo(new Usage(1, 9, 1)));
  }

  @Test
  void whatAnAnswerOfAnthropicWithoutContentCountedIsPaidFor() {
    endpoint.provider.stubFor(
        post(urlEqualTo("/v1/messages"))
            .willReturn(
                okJson(
                    """
                    {"type":"message","usage":{"input_tokens":9,"cache_read_input_tokens":4,
                     "cache_creation_input_tokens":3,"output_tokens":1}}
                    """)));
    Reply reply =
        new AnthropicExtractor(settings(), endpoint.http, new SettableClock(), _ -> {})
            .ask(REQUEST);
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Unavailable.class,
            it -> assertThat(it.usage()).isEqualTo(new Usage(1, 16, 1, 4, 3, 0)));
  }
}
