package dev.tercet.pipeline.provider.openai;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.tercet.pipeline.Together.AbandonedException;
import dev.tercet.pipeline.provider.EmbedderRefusedException;
import dev.tercet.pipeline.provider.NotAskedException;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.Extractor.Reply;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Embeddings from an OpenAI-compatible endpoint, a list of inputs a call. */
public final class OpenAiEmbedder implements Embedder {
  private static final int MOST_INPUTS = 256;

  private final OpenAiSettings settings;
  private final int dimension;
  private final ProviderGate gate;
  private final OpenAiEmbeddingModel model;

  /**
   * An embedder.
   *
   * @param dimension the length that the model's vectors have; other lengths are refused
   * @param gate how many calls at once, and when none
   */
  public OpenAiEmbedder(
      OpenAiSettings settings,
      int dimension,
      ProviderGate gate,
      HttpClient http,
      InstantSource clock) {
    this.settings = settings;
    this.dimension = dimension;
    this.gate = gate;
    model =
        OpenAiEmbeddingModel.builder()
            .httpClientBuilder(ExchangeHttpClient.builder(http, settings, clock))
            .baseUrl(settings.baseUrl())
            .apiKey(settings.apiKey())
            .modelName(settings.model())
            .timeout(settings.timeout())
            .maxSegmentsPerBatch(MOST_INPUTS)
            .maxRetries(0)
            .build();
  }

  /** The same model gives vectors of several lengths, which nobody may mix. */
  @Override
  public String model() {
    return settings.model() + "-" + dimension;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return switch (gate.enter()) {
      case ProviderGate.Entry.Closed(var setback) ->
          throw new EmbedderUnavailableException(
              setback.failure().message(), new NotAskedException(setback.failure().code()));
      case ProviderGate.Entry.Entered _ -> ask(texts);
    };
  }

  private List<float[]> ask(List<String> texts) {
    var exchange = new Exchange(null);
    long begin = System.nanoTime();
    try {
      List<float[]> vectors = vectors(texts, exchange);
      gate.succeeded(Duration.ofNanos(System.nanoTime() - begin));
      return vectors;
    } catch (AbandonedException e) {
      gate.leave();
      throw e;
    } catch (RuntimeException e) {
      Reply reply = FailedCall.reply(e, exchange);
      gate.leave(reply, Duration.ofNanos(System.nanoTime() - begin));
      throw switch (reply) {
        case Reply.Unavailable unavailable -> unavailable(unavailable, e);
        case Reply.Refused(var failure, var _) ->
            switch (failure.failureClass()) {
              case TRANSIENT -> new EmbedderUnavailableException(failure.message(), e);
              case PERMANENT, POISON -> new EmbedderRefusedException(failure.message(), e);
            };
        case Reply.Content _ -> new IllegalStateException("a failed call has no content", e);
      };
    }
  }

  private static RuntimeException unavailable(Reply.Unavailable reply, RuntimeException cause) {
    Throwable why = reply.tried() ? cause : new NotAskedException(reply.failure().code());
    return new EmbedderUnavailableException(reply.failure().message(), why);
  }

  private List<float[]> vectors(List<String> texts, Exchange exchange) {
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    List<float[]> vectors =
        ScopedValue.where(Exchange.CURRENT, exchange)
            .call(() -> model.embedAll(segments).content())
            .stream()
            .map(Embedding::vector)
            .toList();
    if (vectors.size() != texts.size()) {
      throw new IllegalStateException(
          "%d vectors came for %d texts".formatted(vectors.size(), texts.size()));
    }
    for (float[] vector : vectors) {
      if (vector.length != dimension) {
        throw new IllegalStateException(
            "a vector has %d numbers, not %d".formatted(vector.length, dimension));
      }
    }
    return vectors;
  }
}
