package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineMetrics.CallOutcome;
import dev.tercet.pipeline.PipelineMetrics.Step;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.Passage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.ClosingStore.Closing;
import dev.tercet.saga.port.ClosingStore.FreeAnswer;
import dev.tercet.saga.port.Extractor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short way of a document of one window whose answers cost nothing and are always the same: its
 * points are confirmed first, and then its answers, passages, mentions and end are one act
 * (docs/protocol.md §4). Whatever does not go well is left to the steps, which keep what each of
 * them achieves.
 */
final class CloseAtOnce {
  private static final Logger LOG = LoggerFactory.getLogger(CloseAtOnce.class);

  private final Extractor extractor;
  private final ExtractPassages extractPassages;
  private final AskModel askModel;
  private final EmbedPassages embedPassages;
  private final ClosingStore closings;
  private final int window;
  private final PipelineMetrics metrics;

  CloseAtOnce(
      Extractor extractor,
      ExtractPassages extractPassages,
      AskModel askModel,
      EmbedPassages embedPassages,
      ClosingStore closings,
      int window,
      PipelineMetrics metrics) {
    this.extractor = extractor;
    this.extractPassages = extractPassages;
    this.askModel = askModel;
    this.embedPassages = embedPassages;
    this.closings = closings;
    this.window = window;
    this.metrics = metrics;
  }

  /** How it has ended; empty when it has not, and the steps are to go on. */
  Optional<AttemptEnd> run(Attempt attempt) {
    if (!extractor.isRepeatable() || !attempt.isUntouched() || attempt.spans().size() > window) {
      return Optional.empty();
    }
    List<Question> questions =
        attempt.spans().stream().map(it -> extractPassages.question(attempt, it)).toList();
    var answers = metrics.time(Step.EXTRACT, () -> answers(attempt, questions));
    return answers.size() < questions.stream().map(Question::fingerprint).distinct().count()
        ? Optional.empty()
        : embedded(attempt, answered(attempt, questions, answers))
            .flatMap(passages -> closed(attempt, List.copyOf(answers.values()), passages));
  }

  /** The answers by their questions; ends with the first that is of no use. */
  private Map<Fingerprint, FreeAnswer> answers(Attempt attempt, List<Question> questions) {
    Map<Fingerprint, FreeAnswer> answers = new LinkedHashMap<>();
    for (Question question : questions) {
      if (!answers.containsKey(question.fingerprint())) {
        Optional<FreeAnswer> answer = askModel.answer(attempt, question);
        if (answer.isEmpty()) {
          return answers;
        }
        answers.put(question.fingerprint(), answer.get());
      }
    }
    return answers;
  }

  private static List<AnsweredPassage> answered(
      Attempt attempt, List<Question> questions, Map<Fingerprint, FreeAnswer> answers) {
    var answered = new ArrayList<AnsweredPassage>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      Span span = attempt.spans().get(i);
      FreeAnswer answer = answers.get(question.fingerprint());
      if (answer != null) {
        answered.add(
            new AnsweredPassage(
                span, question.passage(), ExtractPassages.facts(span, answer.facts())));
      }
    }
    return answered;
  }

  private Optional<List<Passage>> embedded(Attempt attempt, List<AnsweredPassage> answered) {
    try {
      return Optional.of(metrics.time(Step.EMBED, () -> embedPassages.place(attempt, answered)));
    } catch (RuntimeException e) {
      LOG.debug("It goes on step by step, which keeps the answers", e);
      return Optional.empty();
    }
  }

  private Optional<AttemptEnd> closed(
      Attempt attempt, List<FreeAnswer> answers, List<Passage> passages) {
    var closing =
        new Closing(
            attempt.claim(),
            answers,
            passages,
            LinkEntities.ordered(MentionedEntities.of(passages, attempt.schema().entities())));
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
