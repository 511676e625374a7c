package dev.tercet.pipeline.provider.embedding;

import dev.tercet.pipeline.Bounds;

/**
 * What an endpoint is asked for.
 *
 * @param dimension the length that the model's vectors have, 1 to 8,192; others are refused
 * @param batch most inputs a call, 1 to 2,048
 */
public record EmbeddingInputs(int dimension, int batch) {
  /** Most numbers in an answer, whatever is configured: 4 MiB of vectors, up to 32 MiB of JSON. */
  private static final int MOST_NUMBERS = 1 << 20;

  private static final long BYTES_PER_NUMBER = 32;
  private static final long BYTES_BESIDE = 1L << 20;

  public EmbeddingInputs {
    Bounds.between("the dimension", dimension, 1, 8_192);
    Bounds.between("the inputs of a call", batch, 1, 2_048);
  }

  /** As many inputs as an answer may hold. */
  public int most() {
    return Math.min(batch, MOST_NUMBERS / dimension);
  }

  /** What an answer to so many may weigh as JSON. */
  public long answerBytes() {
    return BYTES_BESIDE + BYTES_PER_NUMBER * dimension * most();
  }
}
