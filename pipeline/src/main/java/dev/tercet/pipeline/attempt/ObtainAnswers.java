package dev.tercet.pipeline.attempt;

import static java.util.Objects.requireNonNull;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.ParallelMap;
import dev.tercet.saga.Claim;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Use;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * Finds answers that are stored and asks the model for the others, as many at once as the provider
 * takes, so that a long document leaves room for short ones.
 */
final class ObtainAnswers {
  private final AnswerStore answers;
  private final AskModel askModel;
  private final Use use;
  private final IntSupplier atOnce;
  private final AskInHalves halved;
  private final PlaceInBatch placeInBatch;
  private final SingleFlight singleFlight = new SingleFlight();

  ObtainAnswers(AnswerStore answers, Ways ways, Use use, IntSupplier atOnce) {
    this.answers = answers;
    askModel = ways.askModel();
    halved = ways.halved();
    placeInBatch = ways.placeInBatch();
    this.use = use;
    this.atOnce = atOnce;
  }

  /** The ways to an answer that is not stored. */
  record Ways(AskModel askModel, AskInHalves halved, PlaceInBatch placeInBatch) {}

  /**
   * What each question came to, by fingerprint; complete unless the attempt is lost meanwhile.
   * Throws what a store throws, after every call that was under way has ended.
   */
  Map<Fingerprint, AskOutcome> of(Attempt attempt, List<Question> questions) {
    Map<Fingerprint, AskOutcome> reached = whole(attempt, questions);
    return halved.of(attempt, questions, reached, halves -> whole(attempt, halves));
  }

  private Map<Fingerprint, AskOutcome> whole(Attempt attempt, List<Question> questions) {
    Map<Fingerprint, Question> open =
        questions.stream()
            .collect(
                Collectors.toMap(
                    Question::fingerprint, Function.identity(), (first, _) -> first, HashMap::new));
    var reached = new HashMap<Fingerprint, AskOutcome>(placeInBatch.of(attempt, open.values()));
    open.keySet().removeAll(reached.keySet());
    while (!open.isEmpty() && !attempt.isLost()) {
      Map<Fingerprint, AskOutcome> round = round(attempt, open);
      reached.putAll(round);
      open.keySet().removeIf(it -> round.containsKey(it) && !isAskedAgain(round, it));
    }
    return reached;
  }

  /**
   * Whether it was turned away by a closed provider while another one of these was let in to see
   * whether that answers again, and asked nothing: then the look is still to be had.
   */
  private static boolean isAskedAgain(Map<Fingerprint, AskOutcome> round, Fingerprint question) {
    return round.get(question) instanceof AskOutcome.Missed(AttemptFailure.Held _)
        && round.values().stream().anyMatch(AskOutcome.Unasked.class::isInstance);
  }

  /** Who follows looks, too: what is looked for is used, so that the answer is kept for him. */
  private Map<Fingerprint, AskOutcome> round(Attempt attempt, Map<Fingerprint, Question> open) {
    Claim claim = attempt.claim();
    try (SingleFlight.Round round = singleFlight.join(claim.project(), open.keySet())) {
      var stored = stored(claim, open);
      stored.forEach((name, answer) -> round.land(name, new AskOutcome.Found(answer)));
      List<Question> unanswered =
          open.values().stream()
              .filter(it -> round.led().contains(it.fingerprint()))
              .filter(it -> !stored.containsKey(it.fingerprint()))
              .toList();
      ParallelMap.map(unanswered, atOnce.getAsInt(), question -> ask(attempt, question, round));
      return round.await();
    }
  }

  /** What is answered already, also by another model whose answers serve as well. */
  private Map<Fingerprint, SavedAnswer> stored(Claim claim, Map<Fingerprint, Question> open) {
    var stored = answers.find(claim.project(), claim.extraction(), open.keySet(), use);
    Map<Fingerprint, Fingerprint> byOther = new HashMap<>();
    open.forEach((name, question) -> {
      Fingerprint beside = question.beside();
      if (beside != null && !stored.containsKey(name)) {
        byOther.put(beside, name);
      }
    });
    if (byOther.isEmpty()) {
      return stored;
    }
    var all = new HashMap<>(stored);
    answers
        .find(claim.project(), claim.extraction(), byOther.keySet(), Use.FOUND)
        .forEach((beside, answer) -> all.put(requireNonNull(byOther.get(beside)), answer));
    return all;
  }

  private boolean ask(Attempt attempt, Question question, SingleFlight.Round round) {
    if (attempt.isLost()) {
      return false;
    }
    AskOutcome reached = askModel.ask(attempt.work(), attempt.schema().facts(), question);
    round.land(question.fingerprint(), reached);
    if (isSettled(reached)) {
      attempt.answered();
    }
    return true;
  }

  /** Whether the attempt is further than before: useless answers are answers, too. */
  private static boolean isSettled(AskOutcome reached) {
    return switch (reached) {
      case AskOutcome.Found _, AskOutcome.Invalid _, AskOutcome.Cut _, AskOutcome.Unasked _ -> true;
      case AskOutcome.Missed(var failure) -> failure.isOfItself();
      case AskOutcome.Discarded _ -> false;
    };
  }
}
