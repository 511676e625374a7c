package dev.tercet.saga.port;

import dev.tercet.saga.Claim;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.ExtractionStore.Completion;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Ends an attempt together with all that it found, in one act, where answers cost nothing and are
 * always the same ({@link Extractor#isRepeatable}). All others save each answer at once (S6), and
 * end by {@link ExtractionStore#complete}.
 */
public interface ClosingStore {

  /**
   * An answer that cost nothing.
   *
   * @param call under which it is noted, unless the question has been answered before
   * @param facts as {@link dev.tercet.saga.SavedAnswer#facts()}
   */
  record FreeAnswer(ModelCall call, Usage usage, String facts) {}

  /**
   * Everything about one document.
   *
   * @param madeWith what all its answers are made with
   * @param answers one for each question, none twice
   * @param passages all of the document, whose points are confirmed
   * @param mentions of entities in their facts
   */
  record Closing(
      Claim claim,
      MadeWith madeWith,
      List<FreeAnswer> answers,
      List<Passage> passages,
      List<Mention> mentions) {}

  /** What came of closing. */
  sealed interface Closed {
    /**
     * What {@link ExtractionStore#complete} would have answered. Nothing is written when it is
     * lost.
     *
     * @param calls those that were noted, since nobody had asked their question
     */
    record Ended(Completion completion, Set<UUID> calls) implements Closed {}

    /** Another answer is stored for one of its questions; nothing was written. */
    record AnsweredDifferently() implements Closed {}
  }

  /**
   * Notes the calls, keeps answers, passages and mentions, and ends the attempt as {@link
   * ExtractionStore#complete} does: all of it or, when the claim is no longer ours, nothing. When a
   * newer version has finished, passages and mentions are kept, by whose names the points are
   * removed, and neither calls nor answers.
   */
  Closed close(Closing closing);
}
