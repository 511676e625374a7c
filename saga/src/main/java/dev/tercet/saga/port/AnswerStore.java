package dev.tercet.saga.port;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.answer.DroppedFacts;
import dev.tercet.saga.answer.EarlierAnswer;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Charge;
import dev.tercet.saga.money.Pricing;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Model calls and their answers: nothing is paid for twice (S6). */
public interface AnswerStore {

  /** Which answers somebody uses from now on who looks for them. */
  enum Use {
    /** Those that are there: enough where asking once more costs nothing. */
    FOUND,
    /** Those that are still to come, too. */
    AWAITED
  }

  /**
   * The valid answers that exist; fingerprints without one are not keys. This extraction uses them
   * from now on, unless it is being deleted or gone: an answer stays as long as one extraction uses
   * it.
   */
  Map<Fingerprint, SavedAnswer> find(
      UUID project, UUID extraction, Collection<Fingerprint> fingerprints, Use use);

  /**
   * Who wants to ask.
   *
   * @param session of the worker; its questions are free once it is closed
   * @param longest how long the question is its own at most (database clock)
   * @param expected what the call may take, for which budgets reserve money
   */
  record Asker(UUID session, Duration longest, Usage expected) {
    /** Of whose call nothing is expected. */
    public Asker(UUID session, Duration longest) {
      this(session, longest, Usage.NONE);
    }
  }

  /** So many answers to one question may be paid for, if the first is invalid. */
  int MOST_INVALID = 2;

  /** What came of wanting to ask. */
  sealed interface Start {
    /** A first call. */
    Start BEGUN = new Begun(null);

    /**
     * The call is noted and may be sent; the question is this session's until it has ended.
     *
     * @param earlier the invalid answer that was paid for before; null when there is none
     */
    record Begun(@Nullable EarlierAnswer earlier) implements Start {}

    /** {@link #MOST_INVALID} invalid answers were paid for: nothing may be sent. */
    record Spent(EarlierAnswer newest) implements Start {}

    /** The same question of the same document was refused for good: nothing may be sent. */
    record Refused(String code, String message) implements Start {}

    /**
     * Nothing may be sent, since a budget is spent.
     *
     * @param rest how long it is, unless it is raised
     */
    record OverBudget(BudgetScope scope, Duration rest) implements Start {}

    /** Nothing may be sent, or need be. */
    enum NotBegun implements Start {
      /** Another session asks the same question now. */
      ELSEWHERE,
      /** There is a valid answer by now. */
      ANSWERED,
      /** An answer was cut off: the halves of the passage are to be asked about. */
      CUT,
      /** The project is deleted, so that no answer would be kept. */
      GONE
    }
  }

  /**
   * Takes the question for this session, unless another one asks it, and notes that the call is
   * about to be sent; a repetition changes nothing. A session may take over what is its own: inside
   * a process nobody asks twice at once. Invalid answers count, whoever asked, but for those from
   * before a person asked for the call's document to be tried again; a refusal counts in the same
   * way, for the document that met it.
   */
  Start started(ModelCall call, Asker asker);

  /**
   * Nobody waits any more for the reply of a call that has begun: it ends as unknown, and its
   * question is free if it is still the call's own.
   */
  void abandoned(ModelCall call);

  /** How a call ended. */
  sealed interface Verdict {
    /** What the call costs that used so much: what was turned away costs nothing. */
    default Charge charge(Pricing pricing, ModelCall call, Usage usage) {
      boolean isUnpaid =
          switch (this) {
            case Broken(_, var turnedAway) -> turnedAway;
            case Refused(_, _, var turnedAway) -> turnedAway;
            case Valid _, Invalid _, Cut _ -> false;
          };
      return isUnpaid ? new Charge.Free() : pricing.charge(call, usage);
    }

    /**
     * Valid by schema and quote: {@code facts} is kept as {@link SavedAnswer#facts()}.
     *
     * @param repairs what was mended to read it; noted with the call
     * @param dropped what it had besides; noted with the call
     */
    record Valid(String facts, Set<AnswerRepair> repairs, DroppedFacts dropped) implements Verdict {
      /** An answer that came as it should. */
      public Valid(String facts) {
        this(facts, Set.of(), DroppedFacts.NONE);
      }

      /** Whether there is nothing to note about it. */
      public boolean isAsItCame() {
        return repairs.isEmpty() && dropped.counts().isEmpty();
      }
    }

    /**
     * Unusable; it counts as spend, never as an answer. {@code raw} is kept for a person, at most
     * 64 KiB.
     */
    record Invalid(String reason, String raw) implements Verdict {}

    /** The same of an answer that was cut off. */
    record Cut(String reason, String raw) implements Verdict {}

    /**
     * No answer this time: turned away, timed out, broken.
     *
     * @param isUnpaid whether it was turned away, so that nobody is paid for it
     */
    record Broken(String reason, boolean isUnpaid) implements Verdict {
      /** Of which nobody knows whether it is paid for. */
      public Broken(String reason) {
        this(reason, false);
      }
    }

    /**
     * No answer, whenever it is asked for: the content, or the question, is refused.
     *
     * @param isUnpaid whether it was turned away, so that nobody is paid for it
     */
    record Refused(String code, String message, boolean isUnpaid) implements Verdict {}
  }

  /**
   * Saves how a call ended, with its verdict, and closes its ledger row (writing it whole when it
   * was never started, as for {@code echo} and {@code rules}), and notes the use; whatever the
   * verdict, the question is free. An answer is kept only in a living project, and only if a
   * document uses it that is there and not being deleted, which may be another one than the call's
   * (S11).
   *
   * @return the stored valid answer for the fingerprint (the first saved wins, which may be another
   *     call's), or empty when there is none: the verdict was not valid, or the project is or every
   *     document that uses it going or gone
   */
  Optional<SavedAnswer> ended(ModelCall call, Verdict verdict, Usage usage);
}
