package dev.tercet.saga;

import java.util.List;

/** Turns texts into vectors. */
public interface Embedder {

  /** The model's name; part of every point's id and of the collection's name. */
  String model();

  /** The length of its vectors. */
  int dimension();

  /**
   * One vector for each text, in order; each finite, not zero and of {@link #dimension()} numbers.
   * Throws {@link EmbedderUnavailableException} when the same call may succeed later.
   */
  List<float[]> embed(List<String> texts);

  /** The embedder cannot be reached, is overloaded, or broke off. */
  final class EmbedderUnavailableException extends RuntimeException {
    public EmbedderUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
