package dev.tercet.pipeline;

import dev.tercet.saga.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why an attempt cannot end well, and what that means for the extraction. */
public sealed interface AttemptFailure {
  /** What is noted in the ledger. */
  Failure failure();

  /**
   * Nothing was tried, because something needed is away or busy: it waits, and no attempt is
   * counted.
   *
   * @param notBefore the shortest wait, zero when unknown
   */
  record Waiting(Failure failure, Duration notBefore) implements AttemptFailure {}

  /**
   * The provider is in trouble, which is no document's fault: it waits until that one answers
   * again, and no attempt is counted.
   *
   * @param notBefore how long no call may be made
   * @param first whether this one is to be the next that sees whether it answers again
   * @param fallback how long until it may ask another provider instead; null when it may not
   */
  record Held(
      Failure failure,
      String provider,
      Duration notBefore,
      boolean first,
      @Nullable Duration fallback)
      implements AttemptFailure {
    /** Of one that asks nobody else. */
    public Held(Failure failure, String provider, Duration notBefore, boolean first) {
      this(failure, provider, notBefore, first, null);
    }

    /** The same of one that may ask another provider after that time; null for one that may not. */
    public Held orAfter(@Nullable Duration other) {
      return new Held(failure, provider, notBefore, first, other);
    }
  }

  /**
   * Nothing was tried, because a budget is spent: it waits, and no attempt is counted, until the
   * budget is changed or may be spent again.
   *
   * @param budget what it waits for
   * @param rest until then by itself
   */
  record OverBudget(Failure failure, String budget, Duration rest) implements AttemptFailure {}

  /**
   * Nothing was tried, because the provider has no turn for it now: it waits, and no attempt is
   * counted. What asks another provider does not wait for that.
   *
   * @param notBefore the shortest wait, zero when unknown
   */
  record NoTurn(Failure failure, Duration notBefore) implements AttemptFailure {}

  /**
   * Nothing was tried, because this process has enough to do; nothing else waits for that.
   *
   * @param notBefore the shortest wait, zero when unknown
   */
  record Crowded(Failure failure, Duration notBefore) implements AttemptFailure {
    public Crowded(Failure failure) {
      this(failure, Duration.ZERO);
    }
  }

  /**
   * It was tried and may succeed another time: the attempt counts.
   *
   * @param notBefore the shortest wait, zero when unknown
   */
  record Tried(Failure failure, Duration notBefore) implements AttemptFailure {}

  /**
   * Nothing was tried, because its questions wait for a batch: it waits, and no attempt is counted,
   * until that is over.
   *
   * @param rest after which it comes back by itself
   */
  record InBatch(Failure failure, Duration rest) implements AttemptFailure {}

  /** No further attempt can succeed. */
  record Hopeless(Failure failure) implements AttemptFailure {}

  /** Its project was deleted: there is nothing to note, and nobody else has to wait for that. */
  record Gone(Failure failure) implements AttemptFailure {}

  /** Whether it was tried, so that something is known of it that does not lie with others. */
  default boolean isOfItself() {
    return switch (this) {
      case Tried _, Hopeless _ -> true;
      case Waiting _, Held _, OverBudget _, NoTurn _, Crowded _, InBatch _, Gone _ -> false;
    };
  }

  /**
   * The graver one of two: gone before hopeless before tried before waiting; of equals the first,
   * unless there is none yet.
   */
  static AttemptFailure graver(@Nullable AttemptFailure first, AttemptFailure second) {
    return first == null || rank(second) > rank(first) ? second : first;
  }

  private static int rank(AttemptFailure failure) {
    return switch (failure) {
      case InBatch _ -> -1; // whatever else it waits for comes sooner
      case Waiting _, OverBudget _, NoTurn _, Crowded _ -> 0;
      case Held held -> held.first() ? 1 : 0; // somebody has to come back in time
      case Tried _ -> 2;
      case Hopeless _ -> 3;
      case Gone _ -> 4;
    };
  }
}
