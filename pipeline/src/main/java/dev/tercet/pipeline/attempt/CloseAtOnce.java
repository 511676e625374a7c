package dev.tercet.pipeline.attempt;

import static java.util.Objects.requireNonNull;

import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineMetrics.CallOutcome;
import dev.tercet.pipeline.PipelineMetrics.Step;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.ClosingStore.Closing;
import dev.tercet.saga.port.ClosingStore.FreeAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The short way of a document of one window whose answers cost nothing and are always the same: its
 * points are confirmed first, and then its answers, passages, mentions and end are one act
 * (docs/protocol.md §4). An answer that is not valid, one that differs from what is stored, and a
 * passage that the embedder refuses, are left to the steps; what a store or the embedder throws
 * goes through, and nothing is kept.
 */
final class CloseAtOnce {
  private final ExtractPassages extractPassages;
  private final AskModel askModel;
  private final EmbedPassages embedPassages;
  private final ClosingStore closings;
  private final int window;
  private final PipelineMetrics metrics;

  CloseAtOnce(
      ExtractPassages extractPassages,
      AskModel askModel,
      EmbedPassages embedPassages,
      ClosingStore closings,
      int window,
      PipelineMetrics metrics) {
    this.extractPassages = extractPassages;
    this.askModel = askModel;
    this.embedPassages = embedPassages;
    this.closings = closings;
    this.window = window;
    this.metrics = metrics;
  }

  /** How the attempt has ended; empty when it has not, and the steps are to take it. */
  Optional<AttemptEnd> run(Attempt attempt) {
    boolean isFree = askModel.isFree() && extractPassages.isOfOneModel();
    if (!isFree || !attempt.isUntouched() || attempt.spans().size() > window) {
      return Optional.empty();
    }
    List<Question> questions =
        attempt.spans().stream().map(it -> extractPassages.question(attempt, it)).toList();
    var answers = metrics.time(Step.EXTRACT, () -> answers(attempt, questions));
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    attempt.passed(Stage.EXTRACTED);
    MadeWith madeWith = extractPassages.madeWith(attempt);
    var answered = answered(attempt.spans(), questions, answers, madeWith);
    var passages = metrics.time(Step.EMBED, () -> embedPassages.place(attempt, answered));
    if (passages.size() < answered.size()) {
      attempt.leftOut().forget();
      return Optional.empty();
    }
    return closed(attempt, madeWith, List.copyOf(answers.values()), passages);
  }

  /** The answers by their questions; none unless all are valid. */
  private Map<Fingerprint, FreeAnswer> answers(Attempt attempt, List<Question> questions) {
    Map<Fingerprint, FreeAnswer> answers = new LinkedHashMap<>();
    for (Question question : questions) {
      if (!answers.containsKey(question.fingerprint())) {
        Optional<FreeAnswer> answer = askModel.askForFree(attempt, question);
        if (answer.isEmpty()) {
          return Map.of();
        }
        answers.put(question.fingerprint(), answer.get());
      }
    }
    return answers;
  }

  private static List<AnsweredPassage> answered(
      List<Span> spans,
      List<Question> questions,
      Map<Fingerprint, FreeAnswer> answers,
      MadeWith madeWith) {
    var answered = new ArrayList<AnsweredPassage>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      String facts = requireNonNull(answers.get(question.fingerprint())).facts();
      answered.add(
          new AnsweredPassage(
              spans.get(i),
              question.passage(),
              ExtractPassages.facts(spans.get(i), facts),
              madeWith));
    }
    return answered;
  }

  private Optional<AttemptEnd> closed(
      Attempt attempt, MadeWith madeWith, List<FreeAnswer> answers, List<Passage> passages) {
    var closing =
        new Closing(
            attempt.claim(),
            madeWith,
            answers,
            passages,
            MentionedEntities.of(passages, attempt.schema().entities()));
    attempt.ending();
    return switch (metrics.time(Step.COMPLETE, () -> closings.close(closing))) {
      case Closed.AnsweredDifferently() -> Optional.empty();
      case Closed.Ended(var completion, var calls) -> {
        noted(answers, calls);
        yield Optional.of(AttemptEnd.of(completion));
      }
    };
  }

  private void noted(List<FreeAnswer> answers, Set<UUID> calls) {
    for (FreeAnswer answer : answers) {
      if (calls.contains(answer.call().id())) {
        metrics.called(CallOutcome.VALID, answer.usage());
      }
    }
  }
}
