package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tercet.pipeline.provider.embedding.EmbeddingInputs;
import dev.tercet.pipeline.provider.embedding.EmbeddingLanes;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.openai.OpenAiEmbedder;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.EmbedderRefusedException;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.Embedder.Purpose;
import dev.tercet.testkit.EmbeddingEndpoint;
import dev.tercet.testkit.EmbeddingEndpoint.Manner;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.contract.EmbedderContract;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an endpoint answers, no text gets the vector of another one. */
class OpenAiEmbedderTest implements EmbedderContract {
  private static final int DIMENSION = 16;
  private static final List<String> TEXTS =
      IntStream.range(0, 10).mapToObj("Letter number %d."::formatted).toList();

  private final EmbeddingEndpoint endpoint;
  private final SettableClock clock = new SettableClock();
  private final HttpClient http = HttpClient.newHttpClient();
  private final OpenAiEmbedder embedder;

  OpenAiEmbedderTest() throws IOException {
    endpoint = new EmbeddingEndpoint(DIMENSION);
    embedder = embedder(64);
  }

  @AfterEach
  void stop() {
    endpoint.close();
    http.close();
  }

  @Override
  public Embedder embedder() {
    return embedder;
  }

  @Override
  public Optional<String> refusedQuery() {
    endpoint.refuse(Integer.MAX_VALUE, "unspeakable", 400);
    return Optional.of("an unspeakable query");
  }

  private OpenAiEmbedder embedder(int batch) {
    return new OpenAiEmbedder(
        new EndpointSettings(
            endpoint.address().toString(), "embed-1", "key", Duration.ofSeconds(30)),
        new EmbeddingInputs(DIMENSION, batch),
        new EmbeddingLanes.Gates(
            gate(new ProviderHealth("embeddings", clock)),
            gate(ProviderHealth.ofQueries("queries", clock))),
        http,
        clock);
  }

  private ProviderGate gate(ProviderHealth health) {
    return new ProviderGate(2, Duration.ofSeconds(30), ProviderRates.unlimited(), null, health);
  }

  private List<Integer> sizes() {
    return endpoint.calls().stream().map(List::size).toList();
  }

  private static void assertOwn(String text, Embedded embedded) {
    assertThat(embedded)
        .isInstanceOfSatisfying(
            Embedded.Vector.class,
            it ->
                assertThat(it.numbers())
                    .as(text)
                    .containsExactly(EmbeddingEndpoint.vectorOf(text, DIMENSION)));
  }

  private void assertAllOwn(List<String> texts) {
    List<Embedded> embedded = embedder.embed(texts, Purpose.PASSAGE);
    assertThat(embedded).hasSameSizeAs(texts);
    for (int at = 0; at < texts.size(); at++) {
      assertOwn(texts.get(at), embedded.get(at));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_ORDER", "REVERSED", "BASE64", "WITHOUT_INDEX_ZERO"})
  void takesEveryVectorByItsIndex(Manner manner) {
    endpoint.answer(manner);
    assertAllOwn(TEXTS);
    assertThat(sizes()).containsExactly(TEXTS.size());
  }

  @ParameterizedTest
  @EnumSource(names = {"WITHOUT_INDICES", "GAP", "DOUBLED", "ONE_LESS"})
  void asksForFewerUntilNothingIsLeftToMixUp(Manner manner) {
    endpoint.answer(manner);
    assertAllOwn(TEXTS);
    assertThat(sizes()).contains(TEXTS.size()).endsWith(1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FOREIGN", "NEGATIVE", "TEXT_INDEX", "ONE_MORE"},
      mode = Mode.INCLUDE)
  void usesNothingOfAnAnswerThatNeverFits(Manner manner) {
    endpoint.answer(manner);
    assertThat(embedder.embed(TEXTS, Purpose.PASSAGE))
        .hasSameSizeAs(TEXTS)
        .allSatisfy(it ->
            assertThat(it)
                .isInstanceOfSatisfying(
                    Embedded.Refused.class,
                    refused -> {
                      assertThat(refused.forGood()).isFalse();
                      assertThat(refused.reason()).contains("does not fit its texts");
                    }));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SPOILT_NAN", "SPOILT_NULL", "SPOILT_INFINITE", "SPOILT_ZERO", "SPOILT_EMPTY"})
  void aTextWithoutASoundVectorFailsAlone(Manner manner) {
    endpoint.answer(manner);
    List<String> texts = List.of("one", "two", "three " + EmbeddingEndpoint.SPOILT, "four");
    List<Embedded> embedded = embedder.embed(texts, Purpose.PASSAGE);
    assertThat(embedded.get(2)).isInstanceOf(Embedded.Refused.class);
    for (int at : List.of(0, 1, 3)) {
      assertOwn(texts.get(at), embedded.get(at));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"OTHER_DIMENSION", "NESTED", "ERROR_INSIDE", "PAGE", "NOTHING", "CUT", "NO_DATA"})
  void anAnswerThatIsNoneIsToldAtOnce(Manner manner) {
    endpoint.answer(manner);
    assertThatThrownBy(() -> embedder.embed(TEXTS, Purpose.PASSAGE))
        .isInstanceOfSatisfying(
            EmbedderUnavailableException.class, it -> assertThat(it.asked()).isFalse())
        .hasMessageNotContainingAny("Exception", "com.fasterxml", "dev.tercet");
    assertThat(sizes()).as("no smaller call could help").containsExactly(TEXTS.size());
  }

  @Test
  void saysWhichDimensionItIs() {
    endpoint.answer(Manner.OTHER_DIMENSION);
    assertThatThrownBy(() -> embedder.vector("one", Purpose.QUERY))
        .hasMessageContaining("17 numbers")
        .hasMessageContaining("tercet.embedding.dimension is 16");
    endpoint.answer(Manner.PAGE);
    assertThatThrownBy(() -> embedder.vector("one", Purpose.QUERY))
        .hasMessageContaining("<!DOCTYPE html> <html><body>Please log in");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void learnsHowManyTheEndpointTakes(int status) {
    endpoint.refuse(32, "\0", status);
    List<String> many = IntStream.range(0, 200).mapToObj("Text %d."::formatted).toList();
    assertAllOwn(many);
    assertThat(sizes()).startsWith(64, 32, 32).allMatch(it -> it <= 64);
    int before = sizes().size();
    assertAllOwn(many);
    assertThat(sizes().subList(before, sizes().size()))
        .as("it is not refused again")
        .containsExactly(32, 32, 32, 32, 32, 32, 8);
  }

  @Test
  void asksForMoreAgainWhenThatWorkedForLong() {
    endpoint.refuse(5, "\0", 413);
    assertAllOwn(TEXTS);
    assertThat(sizes()).containsExactly(10, 5, 5);
    endpoint.refuse(Integer.MAX_VALUE, "\0", 0);
    for (int i = 0; i < 49; i++) {
      embedder.embed(TEXTS, Purpose.PASSAGE);
    }
    assertThat(sizes().getLast()).isEqualTo(5);
    assertAllOwn(TEXTS);
    assertAllOwn(TEXTS);
    assertThat(sizes().getLast()).isEqualTo(10);
  }

  @Test
  void aTextThatIsRefusedFailsAloneAndTeachesNothingOfTheSize() {
    endpoint.refuse(Integer.MAX_VALUE, "unspeakable", 400);
    List<String> texts = List.of("one", "two unspeakable", "three", "four", "five");
    List<Embedded> embedded = embedder.embed(texts, Purpose.PASSAGE);
    assertThat(embedded.get(1))
        .isInstanceOfSatisfying(
            Embedded.Refused.class,
            it -> {
              assertThat(it.forGood()).isTrue();
              assertThat(it.reason()).contains("status 400");
            });
    for (int at : List.of(0, 2, 3, 4)) {
      assertOwn(texts.get(at), embedded.get(at));
    }
    int before = sizes().size();
    assertAllOwn(TEXTS);
    assertThat(sizes().subList(before, sizes().size())).containsExactly(TEXTS.size());
    assertThatThrownBy(() -> embedder.vector("unspeakable", Purpose.QUERY))
        .isInstanceOfSatisfying(
            EmbedderRefusedException.class, it -> assertThat(it.forGood()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 404, 500, 502, 503, 529, 302})
  void whatIsNoFaultOfATextIsTriedAgain(int status) {
    endpoint.fail(status, "");
    assertThatThrownBy(() -> embedder.embed(TEXTS, Purpose.PASSAGE))
        .isInstanceOfSatisfying(
            EmbedderUnavailableException.class,
            it -> {
              assertThat(it.asked()).as("no text is at fault").isFalse();
              assertThat(it.notBefore()).isPositive();
            });
    assertThat(sizes()).containsExactly(TEXTS.size());
    endpoint.fail(0, "");
    clock.advance(Duration.ofSeconds(4));
    assertAllOwn(TEXTS);
  }

  @Test
  void anEndpointThatAsksForTimeIsNotAskedMeanwhileOnThatWay() {
    endpoint.fail(429, "60");
    for (int i = 0; i < 3; i++) {
      var away =
          catchThrowableOfType(
              EmbedderUnavailableException.class, () -> embedder.embed(TEXTS, Purpose.PASSAGE));
      assertThat(away.asked()).isFalse();
      assertThat(away.notBefore()).isEqualTo(Duration.ofSeconds(60));
    }
    assertThat(sizes()).hasSize(1);
    endpoint.fail(0, "");
    assertOwn("a query", new Embedded.Vector(embedder.vector("a query", Purpose.QUERY)));
    clock.advance(Duration.ofSeconds(60));
    assertAllOwn(TEXTS);
  }

  @Test
  void nobodyListeningIsUnavailable() {
    endpoint.close();
    assertThatThrownBy(() -> embedder.vector("one", Purpose.QUERY))
        .isInstanceOf(EmbedderUnavailableException.class);
  }

  @Test
  void aCallHoldsNoMoreTextThanEndpointsTake() {
    String large = "word ".repeat(20_000);
    assertAllOwn(List.of(large, large, large, "small"));
    assertThat(sizes()).containsExactly(2, 2);
  }
}
