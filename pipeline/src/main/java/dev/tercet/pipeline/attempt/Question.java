package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.answer.QuestionName;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Extractor;
import org.jspecify.annotations.Nullable;

/**
 * What one passage asks the model.
 *
 * @param fingerprint the answer's name
 * @param beside the name of another model's answer that serves as well; null when there is none
 * @param ordinal the first passage that asks it
 * @param passage the passage's text
 * @param metadata of the document, empty for a model that is not told of it
 */
record Question(
    Fingerprint fingerprint,
    @Nullable Fingerprint beside,
    int ordinal,
    String passage,
    String metadata) {
  /** What that model is asked about the passage. */
  static Question of(
      Extractor extractor, Attempt attempt, int ordinal, String passage, String metadata) {
    return new Question(
        name(extractor, attempt, passage, metadata), null, ordinal, passage, metadata);
  }

  /** The same question, to which that model's answer is as good; null for nobody's. */
  Question answeredBy(@Nullable Extractor other, Attempt attempt) {
    return other == null
        ? this
        : new Question(
            fingerprint, name(other, attempt, passage, metadata), ordinal, passage, metadata);
  }

  private static Fingerprint name(
      Extractor extractor, Attempt attempt, String passage, String metadata) {
    return QuestionName.of(
        extractor, attempt.schema().canonical(), passage, attempt.work().source(), metadata);
  }

  /** Of what the passage is, for a model that is told. */
  Extractor.Origin origin(AttemptWork work) {
    return new Extractor.Origin(work.project().slug(), work.source(), metadata);
  }
}
