package dev.tercet.pipeline.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.answer.DroppedFacts;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks about the halves of a passage whose answer was cut off, as questions of their own. Their
 * facts together are kept as the answer about the passage; whoever dies before that finds the
 * halves' answers stored (S6).
 */
final class AskInHalves {
  private final Extractor extractor;
  private final AskModel askModel;

  AskInHalves(Extractor extractor, AskModel askModel) {
    this.extractor = extractor;
    this.askModel = askModel;
  }

  /** A half and what is asked about it. */
  private record Part(Half half, Question question) {}

  /**
   * The same outcomes, but for those that were cut off.
   *
   * @param ask says what questions come to, without those that an attempt did not get to
   */
  Map<Fingerprint, AskOutcome> of(
      Attempt attempt,
      List<Question> questions,
      Map<Fingerprint, AskOutcome> reached,
      Function<List<Question>, Map<Fingerprint, AskOutcome>> ask) {
    Map<Question, List<Part>> cut = new LinkedHashMap<>();
    for (Question question : questions) {
      if (reached.get(question.fingerprint()) instanceof AskOutcome.Cut) {
        cut.put(question, parts(attempt, question));
      }
    }
    if (cut.isEmpty()) {
      return reached;
    }
    Map<Fingerprint, AskOutcome> ofHalves =
        ask.apply(
            cut.values().stream()
                .filter(it -> it.size() > 1)
                .flatMap(List::stream)
                .map(Part::question)
                .toList());
    Map<Fingerprint, AskOutcome> all = new HashMap<>(reached);
    cut.forEach((question, parts) -> {
      AskOutcome outcome = outcome(attempt, question, parts, ofHalves);
      if (outcome == null) {
        all.remove(question.fingerprint());
      } else {
        all.put(question.fingerprint(), outcome);
      }
    });
    return all;
  }

  private List<Part> parts(Attempt attempt, Question question) {
    return Half.of(question.passage()).stream()
        .map(it ->
            new Part(
                it,
                Question.of(
                    extractor, attempt, question.ordinal(), it.text(), question.metadata())))
        .toList();
  }

  /** What the halves come to together; null when the attempt is lost. */
  private @Nullable AskOutcome outcome(
      Attempt attempt, Question question, List<Part> parts, Map<Fingerprint, AskOutcome> ofHalves) {
    if (parts.size() < 2) {
      return new AskOutcome.Missed(JudgedReply.cut());
    }
    var answers = new ArrayList<SavedAnswer>();
    AttemptFailure gravest = null;
    for (Part part : parts) {
      switch (ofHalves.get(part.question().fingerprint())) {
        case AskOutcome.Found(var answer) -> answers.add(answer);
        case AskOutcome.Unanswered it -> gravest = AttemptFailure.graver(gravest, it.failure());
        case null -> {
          return null;
        }
      }
    }
    return gravest == null
        ? askModel.join(attempt.claim(), question, joined(parts, answers))
        : new AskOutcome.Missed(gravest);
  }

  private static Verdict.Valid joined(List<Part> parts, List<SavedAnswer> answers) {
    ArrayNode facts = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < parts.size(); i++) {
      int moved = parts.get(i).half().start();
      for (JsonNode fact : CanonicalJson.readOwn(answers.get(i).facts())) {
        ObjectNode whole = fact.deepCopy();
        whole.put("start", fact.path("start").asInt() + moved);
        whole.put("end", fact.path("end").asInt() + moved);
        facts.add(whole);
      }
    }
    return new Verdict.Valid(
        CanonicalJson.write(facts), Set.of(AnswerRepair.HALVES), DroppedFacts.NONE);
  }
}
