package dev.tercet.pipeline.provider;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.tercet.saga.Embedder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The quantised model all-MiniLM-L6-v2 inside this process: 384 dimensions, no network. It runs on
 * threads of its own, as many as given, since it computes all the time. A text beyond the model's
 * window of 510 tokens is embedded in parts that are averaged, so none is too long.
 *
 * <p>Each text is computed by one thread. The runtime's default, several threads a text that spin
 * while they wait for each other, gave a third less on a machine with other work to do.
 */
public final class MiniLmEmbedder implements Embedder, AutoCloseable {
  /** Its model's name. */
  public static final String MODEL = "all-minilm-l6-v2-q";

  private static final int DIMENSION = 384;

  private final ExecutorService threads;
  private final OrtSession session;
  private final Model model;

  /** Loads the model, which takes about a second; texts are embedded on that many threads. */
  public MiniLmEmbedder(int threadCount) {
    threads =
        Executors.newFixedThreadPool(
            threadCount, Thread.ofPlatform().daemon().name("minilm-", 0).factory());
    session = session();
    model = new Model(threads, session);
  }

  private static final class Model extends AbstractInProcessEmbeddingModel {
    private final OnnxBertBiEncoder encoder;
    private volatile boolean closed;

    Model(Executor threads, OrtSession session) {
      super(threads);
      encoder =
          new OnnxBertBiEncoder(
              OrtEnvironment.getEnvironment(),
              session,
              resource("all-minilm-l6-v2-q-tokenizer.json"),
              PoolingMode.MEAN);
    }

    /** Asked for by each text when its turn comes: those that still wait fail at once. */
    @Override
    protected OnnxBertBiEncoder model() {
      if (closed) {
        throw new IllegalStateException("the embedding model is closed");
      }
      return encoder;
    }
  }

  private static OrtSession session() {
    try (var options = new OrtSession.SessionOptions();
        InputStream weights = resource("all-minilm-l6-v2-q.onnx")) {
      options.setIntraOpNumThreads(1);
      return OrtEnvironment.getEnvironment().createSession(weights.readAllBytes(), options);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model cannot be loaded", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the embedding model cannot be read", e);
    }
  }

  private static InputStream resource(String name) {
    InputStream found = AllMiniLmL6V2QuantizedEmbeddingModel.class.getResourceAsStream("/" + name);
    if (found == null) {
      throw new IllegalStateException("the model's file " + name + " is not on the class path");
    }
    return found;
  }

  @Override
  public String model() {
    return MODEL;
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

  /** Waits for the texts that are being computed; those behind them fail. */
  @Override
  public void close() {
    model.closed = true;
    threads.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model cannot be closed", e);
    }
  }
}
