package dev.tercet.pipeline.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.tercet.pipeline.provider.openai.OpenAiEmbedder;
import dev.tercet.pipeline.provider.openai.OpenAiSettings;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.Embedder.EmbedderUnavailableException;
import dev.tercet.testkit.SettableClock;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbedderTest {
  private final WireMockServer provider = new WireMockServer(wireMockConfig().dynamicPort());
  private final SettableClock clock = new SettableClock();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    provider.stop();
    http.close();
  }

  private OpenAiEmbedder openAi() {
    provider.start();
    var settings = new OpenAiSettings(provider.baseUrl(), "embed-1", "key", Duration.ofSeconds(10));
    var gate =
        new ProviderGate(2, Duration.ofSeconds(1), ProviderRates.unlimited(clock), null, clock);
    return new OpenAiEmbedder(settings, 2, gate, http, clock);
  }

  private static double cosine(float[] one, float[] other) {
    double dot = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      dot += one[i] * other[i];
      first += one[i] * one[i];
      second += other[i] * other[i];
    }
    return dot / Math.sqrt(first * second);
  }

  private static void assertMeaningIsNear(Embedder embedder) {
    List<float[]> vectors =
        embedder.embed(
            List.of(
                "The invoice is due on Friday.",
                "Invoice payable, due Friday.",
                "Whales sing under water."));
    assertThat(vectors).allSatisfy(it -> assertThat(it).hasSize(embedder.dimension()));
    assertThat(cosine(vectors.get(0), vectors.get(1)))
        .isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.2);
  }

  @Test
  void aClosedModelDoesNotWorkOffWhatStillWaits() throws InterruptedException {
    List<String> many = Collections.nCopies(2_000, "A passage that waits for its turn.");
    var failure = new AtomicReference<Throwable>();
    Thread caller;
    try (var miniLm = new MiniLmEmbedder(1)) {
      caller =
          Thread.ofPlatform()
              .unstarted(() -> failure.set(catchThrowable(() -> miniLm.embed(many))));
      caller.start();
      while (caller.getState() != Thread.State.WAITING) { // for the first of all that are queued
        Thread.onSpinWait();
      }
    }
    caller.join();
    assertThat(failure.get()).isInstanceOf(EmbedderUnavailableException.class);
  }

  @Test
  void hashVectorsOfTextsThatShareWordsAreNear() {
    assertMeaningIsNear(new HashEmbedder(384));
  }

  @Test
  void hashVectorsHaveLengthOneWhateverTheText() {
    var embedder = new HashEmbedder(64);
    for (float[] vector : embedder.embed(List.of("", "?!", "a", "a b c d", "ß ñ 漢字"))) {
      assertThat(cosine(vector, vector)).isEqualTo(1, within(1e-6));
      assertThat(vector).hasSize(64).containsAnyOf(vector[0]);
    }
  }

  @Test
  void theModelInThisProcessKnowsMeaningAndTakesLongTexts() {
    try (var embedder = new MiniLmEmbedder(2)) {
      assertMeaningIsNear(embedder);
      float[] longText =
          embedder.embed(List.of("The invoice is due on Friday. ".repeat(2_000))).getFirst();
      assertThat(cosine(longText, longText)).isEqualTo(1, within(1e-6));
    }
  }

  @Test
  void anEndpointIsAskedForAListAtOnce() {
    OpenAiEmbedder embedder = openAi();
    provider.stubFor(
        post(urlEqualTo("/embeddings"))
            .willReturn(
                okJson(
                    """
                    {"object":"list","model":"embed-1","data":[
                    {"object":"embedding","index":0,"embedding":[1,0]},
                    {"object":"embedding","index":1,"embedding":[0,1]}],
                    "usage":{"prompt_tokens":5,"total_tokens":5}}
                    """)));
    assertThat(embedder.embed(List.of("a", "b")))
        .containsExactly(new float[] {1, 0}, new float[] {0, 1});
    provider.verify(
        1,
        postRequestedFor(urlEqualTo("/embeddings"))
            .withRequestBody(
                equalToJson("{\"model\":\"embed-1\",\"input\":[\"a\",\"b\"]}", true, true)));
  }

  @Test
  void anEndpointThatAsksForTimeIsNotAskedAgainMeanwhile() {
    OpenAiEmbedder embedder = openAi();
    provider.stubFor(
        post(urlEqualTo("/embeddings"))
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "60")));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> embedder.embed(List.of("a")))
          .isInstanceOf(EmbedderUnavailableException.class)
          .hasCauseInstanceOf(NotAskedException.class);
    }
    provider.verify(1, postRequestedFor(urlEqualTo("/embeddings")));
  }

  @Test
  void anEndpointThatRefusesOrBreaksIsTold() {
    OpenAiEmbedder embedder = openAi();
    provider.stubFor(post(urlEqualTo("/embeddings")).willReturn(aResponse().withStatus(404)));
    assertThatThrownBy(() -> embedder.embed(List.of("a")))
        .isInstanceOf(EmbedderRefusedException.class);
    provider.stubFor(post(urlEqualTo("/embeddings")).willReturn(aResponse().withStatus(502)));
    assertThatThrownBy(() -> embedder.embed(List.of("a")))
        .isInstanceOf(EmbedderUnavailableException.class);
  }
}
