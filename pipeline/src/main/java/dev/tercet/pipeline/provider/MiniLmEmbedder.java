package dev.tercet.pipeline.provider;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.saga.port.Embedder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The quantised model all-MiniLM-L6-v2 inside this process: 384 dimensions, no network. It runs on
 * threads of its own, as many as given, since it computes all the time. A text beyond the model's
 * window of 510 tokens is embedded in parts that are averaged, so none is too long.
 *
 * <p>Each text is computed by itself: the quantised model scales by all texts that it is given at
 * once, so its vector would depend on its neighbours (and sixteen together take longer).
 *
 * <p>Each text is computed by one thread. The runtime's default, several threads a text that spin
 * while they wait for each other, gave a third less on a machine with other work to do.
 */
public final class MiniLmEmbedder implements Embedder {
  /** Its model's name. */
  public static final String MODEL = "all-minilm-l6-v2-q";

  private static final int DIMENSION = 384;

  /** The model's token for what is in no dictionary. */
  private static final String UNKNOWN = "[UNK]";

  private final EmbeddingThreads threads;
  private final OrtSession session;
  private final Model model;

  /** Loads the model, which takes about a second; texts are embedded on that many threads. */
  public MiniLmEmbedder(int threadCount) {
    threads = new EmbeddingThreads("minilm-", threadCount);
    session = session();
    model = new Model(session);
  }

  private static final class Model extends AbstractInProcessEmbeddingModel {
    private final OnnxBertBiEncoder encoder;
    private volatile boolean closed;

    Model(OrtSession session) {
      super(Runnable::run); // every text is a call of its own, on one of our threads
      encoder =
          new OnnxBertBiEncoder(
              OrtEnvironment.getEnvironment(),
              session,
              resource("all-minilm-l6-v2-q-tokenizer.json"),
              PoolingMode.MEAN);
    }

    /**
     * Of accents alone, private signs or U+FFFD the tokenizer leaves nothing. A passage of them
     * stands where unknown signs stand, since its document is whole; a query of them asks nothing.
     */
    Embedded embedded(String text, Purpose purpose) {
      try {
        return vector(text);
      } catch (IllegalArgumentException noToken) {
        return purpose == Purpose.QUERY
            ? new Embedded.Refused("the model knows no sign of it", true)
            : vector(UNKNOWN);
      }
    }

    private Embedded vector(String text) {
      return new Embedded.Vector(embed(text).content().vector());
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
  public List<Embedded> embed(List<String> texts, Purpose purpose) {
    List<FutureTask<Embedded>> tasks =
        texts.stream()
            .map(it -> threads.submit(purpose, () -> model.embedded(it, purpose)))
            .toList();
    try {
      List<Embedded> embedded = new ArrayList<>(texts.size());
      for (FutureTask<Embedded> task : tasks) {
        embedded.add(task.get());
      }
      return embedded;
    } catch (ExecutionException e) {
      throw new EmbedderUnavailableException("the embedding model broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted while texts were embedded", e);
    } finally {
      tasks.forEach(it -> it.cancel(false));
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
