package dev.tercet.acceptance.proof.world;

import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.saga.port.Embedder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small vectors without a model, and what happens elsewhere while they are computed. */
public final class SmallVectors implements Embedder {
  public static final int DIMENSION = 16;

  private final HashEmbedder hash = new HashEmbedder(DIMENSION);
  private @Nullable Runnable meanwhile;

  /** What happens elsewhere before the next vectors are there. */
  public void meanwhile(Runnable event) {
    meanwhile = event;
  }

  @Override
  public String model() {
    return hash.model();
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public List<Embedded> embed(List<String> texts, Purpose purpose) {
    Runnable event = meanwhile;
    meanwhile = null;
    if (event != null) {
      event.run();
    }
    return hash.embed(texts, purpose);
  }
}
