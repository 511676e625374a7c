package dev.tercet.pipeline.provider.embedding;

import java.util.List;

/** What an embedding endpoint came to with one list of inputs. */
public sealed interface EmbeddingAnswer {

  /** One sound vector for each input, in the order of the inputs. */
  record Whole(List<float[]> vectors) implements EmbeddingAnswer {}

  /**
   * It does not fit its inputs, so that nobody knows which vector belongs to which text, or one of
   * them is none. Nothing of it is used; fewer inputs at once may be answered better.
   */
  record Misfit(String why) implements EmbeddingAnswer {}

  /**
   * The endpoint says that it failed, in an answer of status 200.
   *
   * @param status the code inside; 502 when there is none
   */
  record Failed(int status, String message) implements EmbeddingAnswer {}

  /** No answer of an embedding endpoint, whatever the inputs. */
  record Unusable(String why) implements EmbeddingAnswer {}
}
