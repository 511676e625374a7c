package dev.tercet.pipeline.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.answer.QuestionName;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.Document;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.Extractor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first step: every passage of a window gets its facts, from a stored answer or the model. */
final class ExtractPassages {
  private final Extractor extractor;
  private final @Nullable Extractor beside;
  private final ObtainAnswers obtainAnswers;
  private final ExtractionStore extractions;

  /**
   * @param beside whose stored answers serve as well; null for nobody's
   */
  ExtractPassages(
      Extractor extractor,
      @Nullable Extractor beside,
      ObtainAnswers obtainAnswers,
      ExtractionStore extractions) {
    this.beside = beside;
    this.extractions = extractions;
    this.extractor = extractor;
    this.obtainAnswers = obtainAnswers;
  }

  /**
   * The passages of the window that have an answer. Which of the others are left out is noted, and
   * what the rest lacks.
   */
  List<AnsweredPassage> extract(Attempt attempt, List<Span> window) {
    List<Question> questions = window.stream().map(span -> question(attempt, span)).toList();
    Map<Fingerprint, AskOutcome> reached = obtainAnswers.of(attempt, questions);
    MadeWith own = madeWith(attempt);
    var answered = new ArrayList<AnsweredPassage>(window.size());
    AttemptFailure gravest = null;
    int open = 0;
    for (int i = 0; i < window.size(); i++) {
      Span span = window.get(i);
      Question question = questions.get(i);
      switch (reached.get(question.fingerprint())) {
        case AskOutcome.Found(var answer) ->
            answered.add(
                new AnsweredPassage(
                    span,
                    question.passage(),
                    facts(span, answer.facts()),
                    madeWith(attempt, question, answer, own)));
        case AskOutcome.Unanswered it -> {
          boolean discarded = it instanceof AskOutcome.Discarded; // of whoever asked
          if (discarded || !attempt.leftOut().leaveOut(span, question.passage(), it.failure())) {
            open++;
            gravest = AttemptFailure.graver(gravest, it.failure());
          }
        }
        case null -> open++; // lost meanwhile; the caller looks
      }
    }
    attempt.extracted(answered.size(), window.size() - answered.size() - open, open, gravest);
    return answered;
  }

  /** By whom the answer is, as its name tells, and with what; {@code own} of the model itself. */
  private MadeWith madeWith(Attempt attempt, Question question, SavedAnswer answer, MadeWith own) {
    return beside != null && answer.fingerprint().equals(question.beside())
        ? QuestionName.madeWith(beside, attempt.schema())
        : own;
  }

  /** What the answers of the model itself are made with. */
  MadeWith madeWith(Attempt attempt) {
    return QuestionName.madeWith(extractor, attempt.schema());
  }

  /** Whether no other model's answers serve as well. */
  boolean isOfOneModel() {
    return beside == null;
  }

  /** What a passage asks. */
  Question question(Attempt attempt, Span span) {
    boolean told = extractor.readsDocument() || (beside != null && beside.readsDocument());
    String metadata = told ? attempt.metadata(extractions::metadata) : Document.NO_METADATA;
    return Question.of(extractor, attempt, span.ordinal(), span.of(attempt.text()), metadata)
        .answeredBy(beside, attempt);
  }

  /** The stored facts, with offsets moved from the passage into the document. */
  static List<Fact> facts(Span span, String answer) {
    var facts = new ArrayList<Fact>();
    for (JsonNode fact : CanonicalJson.readOwn(answer)) {
      facts.add(
          new Fact(
              CanonicalJson.write(fact.path("data")),
              fact.path("quote").asText(),
              span.start() + fact.path("start").asInt(),
              span.start() + fact.path("end").asInt()));
    }
    return facts;
  }
}
