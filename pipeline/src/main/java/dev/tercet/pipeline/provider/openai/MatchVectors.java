package dev.tercet.pipeline.provider.openai;

import dev.tercet.pipeline.provider.embedding.EmbeddingAnswer;
import dev.tercet.pipeline.provider.openai.EmbeddingReader.IndexedVector;
import dev.tercet.saga.VectorCheck;
import java.util.Arrays;
import java.util.List;

/**
 * Gives every input the vector that names it. The order of an answer is not promised and never
 * believed: an index that is doubled, missing or foreign refuses the whole answer.
 */
final class MatchVectors {
  private MatchVectors() {}

  static EmbeddingAnswer of(List<IndexedVector> found, int inputs, int dimension) {
    if (found.size() != inputs) {
      return misfit("%d vectors came for %d texts".formatted(found.size(), inputs));
    }
    if (found.stream().map(it -> it.vector().length).noneMatch(it -> it == 0 || it == dimension)) {
      return new EmbeddingAnswer.Unusable(
          "the vectors have %d numbers, and tercet.embedding.dimension is %d"
              .formatted(found.getFirst().vector().length, dimension));
    }
    var byInput = new float[inputs][];
    int unnamed = 0;
    for (IndexedVector each : found) {
      Integer index = each.index();
      if (index == null) {
        unnamed++;
      } else if (index < 0 || index >= inputs) {
        return misfit("a vector came for text %d of %d".formatted(index, inputs));
      } else if (byInput[index] != null) {
        return misfit("two vectors came for text %d".formatted(index));
      } else {
        byInput[index] = each.vector();
      }
    }
    if (unnamed > 0 && !takeZero(byInput, found, unnamed)) {
      return misfit("%d vectors came without an index".formatted(unnamed));
    }
    return sound(byInput, dimension);
  }

  /** A writer that leaves zeros out (as that of protocol buffers does) leaves out index 0. */
  private static boolean takeZero(float[][] byInput, List<IndexedVector> found, int unnamed) {
    boolean isZero = unnamed == 1 && byInput[0] == null;
    if (isZero) {
      byInput[0] =
          found.stream().filter(it -> it.index() == null).findFirst().orElseThrow().vector();
    }
    return isZero;
  }

  private static EmbeddingAnswer sound(float[][] byInput, int dimension) {
    for (int input = 0; input < byInput.length; input++) {
      String fault = VectorCheck.fault(byInput[input], dimension);
      if (fault != null) {
        return misfit("for text %d came %s".formatted(input, fault));
      }
    }
    return new EmbeddingAnswer.Whole(Arrays.asList(byInput));
  }

  private static EmbeddingAnswer misfit(String why) {
    return new EmbeddingAnswer.Misfit(why);
  }
}
