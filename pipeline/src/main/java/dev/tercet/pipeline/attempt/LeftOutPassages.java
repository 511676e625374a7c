package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.model.PartialResults;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.FailedPassage.LeftOut;
import dev.tercet.saga.Failure;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The passages without which an attempt goes on, since they fail for good (docs/protocol.md §4).
 */
final class LeftOutPassages {
  private final PartialResults wanted;
  private final boolean isLastAttempt;
  private final BitSet ordinals = new BitSet();
  private final List<FailedPassage> first = new ArrayList<>();
  private @Nullable AttemptFailure gravest;

  /**
   * @param isLastAttempt whether what fails now is not tried again
   */
  LeftOutPassages(PartialResults wanted, boolean isLastAttempt) {
    this.wanted = wanted;
    this.isLastAttempt = isLastAttempt;
  }

  /** Leaves the passage out if that is wanted and it fails for good; else nothing happens. */
  boolean leaveOut(Span span, String text, AttemptFailure failure) {
    boolean leaves = wanted == PartialResults.KEEP_GOOD && isFinal(failure);
    if (leaves) {
      ordinals.set(span.ordinal());
      gravest = AttemptFailure.graver(gravest, failure);
      if (first.size() < FailedPassage.MOST) {
        Failure why = failure.failure();
        first.add(
            new FailedPassage(
                span.ordinal(), span.start(), span.end(), text, why.code(), why.message()));
      }
    }
    return leaves;
  }

  private boolean isFinal(AttemptFailure failure) {
    return switch (failure) {
      case AttemptFailure.Hopeless _ -> true;
      case AttemptFailure.Tried _ -> isLastAttempt;
      case AttemptFailure.Waiting _,
          AttemptFailure.Held _,
          AttemptFailure.OverBudget _,
          AttemptFailure.NoTurn _,
          AttemptFailure.Crowded _,
          AttemptFailure.InBatch _,
          AttemptFailure.Gone _ ->
          false;
    };
  }

  /** All of them are tried once more. */
  void forget() {
    ordinals.clear();
    first.clear();
    gravest = null;
  }

  int count() {
    return ordinals.cardinality();
  }

  /** Why, of the one that says most about the document; null while none is left out. */
  @Nullable AttemptFailure gravest() {
    return gravest;
  }

  /** What the ledger is told of them. */
  LeftOut told(PassageCount passages) {
    return first.isEmpty() ? LeftOut.NOTHING : new LeftOut(passages, List.copyOf(first));
  }
}
