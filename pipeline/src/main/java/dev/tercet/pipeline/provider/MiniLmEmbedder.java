package dev.tercet.pipeline.provider;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.tercet.saga.Embedder;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The quantised model all-MiniLM-L6-v2 inside this process: 384 dimensions, no network. It runs on
 * threads of its own, as many as given, since it computes all the time. A text beyond the model's
 * window of 510 tokens is embedded in parts that are averaged, so none is too long.
 */
public final class MiniLmEmbedder implements Embedder, AutoCloseable {
  private static final int DIMENSION = 384;

  private final ExecutorService threads;
  private final AllMiniLmL6V2QuantizedEmbeddingModel model;

  /** Loads the model, which takes about a second; texts are embedded on that many threads. */
  public MiniLmEmbedder(int threadCount) {
    threads =
        Executors.newFixedThreadPool(
            threadCount, Thread.ofPlatform().daemon().name("minilm-", 0).factory());
    model = new AllMiniLmL6V2QuantizedEmbeddingModel(threads);
  }

  @Override
  public String model() {
    return "all-minilm-l6-v2-q";
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    try {
      return model.embedAll(segments).content().stream().map(Embedding::vector).toList();
    } catch (RuntimeException e) {
      throw new EmbedderUnavailableException("the embedding model broke off", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
