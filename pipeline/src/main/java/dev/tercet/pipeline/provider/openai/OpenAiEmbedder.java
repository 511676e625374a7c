package dev.tercet.pipeline.provider.openai;

import dev.tercet.pipeline.Bounds;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.exchange.ExchangeHttpClient;
import dev.tercet.saga.port.Embedder;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Embeddings from an OpenAI-compatible endpoint, a list of inputs a call. A vector belongs to the
 * text that it names, never to the one of its place in the answer (docs/embedding.md). Queries have
 * a way of their own, so that nobody who waits for an answer stands behind passages.
 */
public final class OpenAiEmbedder implements Embedder {
  /** Most numbers in an answer, whatever is configured: 4 MiB of vectors, up to 32 MiB of JSON. */
  private static final int MOST_NUMBERS = 1 << 20;

  private static final long BYTES_PER_NUMBER = 32;
  private static final long BYTES_BESIDE = 1L << 20;

  /** Whoever searches does not wait longer than this, whatever is configured for passages. */
  private static final Duration LONGEST_QUERY = Duration.ofSeconds(10);

  private final String model;
  private final int dimension;
  private final EmbeddingBatches batches;
  private final EmbeddingLane passages;
  private final EmbeddingLane queries;

  /**
   * What is asked for.
   *
   * @param dimension the length that the model's vectors have, 1 to 8,192; others are refused
   * @param batch most inputs a call, 1 to 2,048
   */
  public record Inputs(int dimension, int batch) {
    public Inputs {
      Bounds.between("the dimension", dimension, 1, 8_192);
      Bounds.between("the inputs of a call", batch, 1, 2_048);
    }

    /** As many inputs as an answer may hold. */
    int most() {
      return Math.min(batch, MOST_NUMBERS / dimension);
    }

    long answerBytes() {
      return BYTES_BESIDE + BYTES_PER_NUMBER * dimension * most();
    }
  }

  /** How many calls at once, and when none. */
  public record Gates(ProviderGate passages, ProviderGate queries) {}

  /** An embedder; deadline, address and key are in the settings. */
  public OpenAiEmbedder(
      EndpointSettings settings, Inputs inputs, Gates gates, HttpClient http, InstantSource clock) {
    dimension = inputs.dimension();
    model = settings.model() + "-" + dimension;
    batches = new EmbeddingBatches(inputs.most());
    long bytes = inputs.answerBytes();
    EndpointSettings hurried = settings.within(LONGEST_QUERY);
    passages =
        new EmbeddingLane(
            settings,
            dimension,
            gates.passages(),
            new ExchangeHttpClient(http, settings, clock, bytes));
    queries =
        new EmbeddingLane(
            hurried,
            dimension,
            gates.queries(),
            new ExchangeHttpClient(http, hurried, clock, bytes));
  }

  /** The same model gives vectors of several lengths, which nobody may mix. */
  @Override
  public String model() {
    return model;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<Embedded> embed(List<String> texts, Purpose purpose) {
    EmbeddingLane lane =
        switch (purpose) {
          case PASSAGE -> passages;
          case QUERY -> queries;
        };
    return batches.embed(texts, lane::ask);
  }
}
