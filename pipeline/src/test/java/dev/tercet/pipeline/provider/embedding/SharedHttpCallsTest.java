package dev.tercet.pipeline.provider.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.openai.OpenAiEmbedder;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.Embedder.Purpose;
import dev.tercet.testkit.EmbeddingEndpoint;
import dev.tercet.testkit.SettableClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over HTTP, documents in progress need far fewer calls than there are documents. */
@Timeout(60)
class SharedHttpCallsTest {
  private static final int DIMENSION = 16;
  private static final int AT_ONCE = 2;
  private static final int DOCUMENTS = 60;

  private final EmbeddingEndpoint endpoint;
  private final SettableClock clock = new SettableClock();
  private final HttpClient http = HttpClient.newHttpClient();
  private final OpenAiEmbedder embedder;
  private final List<EmbeddedDocument> first = new ArrayList<>();
  private final List<EmbeddedDocument> others = new ArrayList<>();

  SharedHttpCallsTest() throws IOException {
    endpoint = new EmbeddingEndpoint(DIMENSION);
    embedder =
        new OpenAiEmbedder(
            new EndpointSettings(
                endpoint.address().toString(), "embed-1", "key", Duration.ofSeconds(50)),
            new EmbeddingInputs(DIMENSION, 64),
            new EmbeddingLanes.Gates(gate(), gate()),
            http,
            clock);
  }

  private ProviderGate gate() {
    return new ProviderGate(
        AT_ONCE,
        Duration.ofSeconds(50),
        ProviderRates.unlimited(),
        null,
        new ProviderHealth("embeddings", clock));
  }

  @AfterEach
  void stop() {
    endpoint.release();
    embedder.close();
    endpoint.close();
    http.close();
  }

  private EmbeddedDocument document(String text) {
    List<String> texts = List.of(text);
    return new EmbeddedDocument(texts, () -> embedder.embed(texts, Purpose.PASSAGE));
  }

  /** As many calls as may be are under way, and so many documents wait behind them. */
  private void gather() {
    endpoint.hold();
    for (int at = 0; at < AT_ONCE; at++) {
      first.add(document("First letter %d.".formatted(at)));
    }
    while (endpoint.calls().size() < AT_ONCE) {
      Thread.onSpinWait();
    }
    for (int at = 0; at < DOCUMENTS; at++) {
      others.add(document("Letter number %d.".formatted(at)).awaitWaiting());
    }
  }

  private static void assertAllHaveTheirVectors(List<EmbeddedDocument> documents) throws Exception {
    for (EmbeddedDocument each : documents) {
      each.assertHasVectors(it -> EmbeddingEndpoint.vectorOf(it, DIMENSION));
    }
  }

  private List<Integer> sizes() {
    return endpoint.calls().stream().map(List::size).toList();
  }

  @Test
  void sixtyDocumentsTakeOneCall() throws Exception {
    gather();
    endpoint.release();
    assertAllHaveTheirVectors(first);
    assertAllHaveTheirVectors(others);
    assertThat(sizes()).containsExactly(1, 1, DOCUMENTS);
  }

  @Test
  void aQueryIsNotBehindThePassagesThatWait() throws Exception {
    gather();
    List<String> query = List.of("a query");
    var search = new EmbeddedDocument(query, () -> embedder.embed(query, Purpose.QUERY));
    while (endpoint.calls().size() == AT_ONCE) {
      Thread.onSpinWait();
    }
    assertThat(endpoint.calls().getLast()).isEqualTo(query);
    endpoint.release();
    assertAllHaveTheirVectors(List.of(search));
    assertAllHaveTheirVectors(others);
  }

  @Test
  void aTextThatTheEndpointRefusesHarmsNoneBesideIt() throws Exception {
    gather();
    endpoint.refuse(Integer.MAX_VALUE, "number 17.", 400);
    endpoint.release();
    assertThat(others.remove(17).embedded())
        .singleElement()
        .isInstanceOfSatisfying(Embedded.Refused.class, it -> assertThat(it.forGood()).isTrue());
    assertAllHaveTheirVectors(others);
    assertThat(sizes()).as("halves around the one").hasSizeLessThan(AT_ONCE + 15);
  }

  @Test
  void aTextThatBreaksEveryCallBreaksOnlyItsOwn() throws Exception {
    gather();
    endpoint.refuse(Integer.MAX_VALUE, "number 17.", 503);
    endpoint.release();
    assertThat(others.remove(17).failure())
        .isInstanceOfSatisfying(
            EmbedderUnavailableException.class, it -> assertThat(it.asked()).isTrue());
    assertAllHaveTheirVectors(others);
    assertThat(sizes()).hasSize(AT_ONCE + 1 + DOCUMENTS);
  }

  @Test
  void anEndpointThatAsksForTimeIsAskedOnceForAll() throws Exception {
    gather();
    endpoint.fail(429, "60");
    endpoint.release();
    for (EmbeddedDocument each : others) {
      assertThat(each.failure())
          .isInstanceOfSatisfying(
              EmbedderUnavailableException.class,
              it -> {
                assertThat(it.asked()).isFalse();
                assertThat(it.notBefore()).isEqualTo(Duration.ofSeconds(60));
              });
    }
    assertThat(sizes()).hasSize(AT_ONCE);
  }

  @Test
  void aDocumentThatIsCancelledDoesNotCutTheCallOfTheOthers() throws Exception {
    gather();
    endpoint.holdNext();
    while (endpoint.calls().size() == AT_ONCE) {
      Thread.onSpinWait();
    }
    EmbeddedDocument cancelled = others.remove(17);
    cancelled.interrupt();
    assertThat(cancelled.failure()).isInstanceOf(AbandonedException.class);
    endpoint.release();
    assertAllHaveTheirVectors(others);
    assertThat(sizes()).containsExactly(1, 1, DOCUMENTS);
  }
}
