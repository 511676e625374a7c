package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.answer.QuestionName;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Extractor;

/**
 * What one passage asks the model.
 *
 * @param fingerprint the answer's name
 * @param ordinal the first passage that asks it
 * @param passage the passage's text
 * @param metadata of the document, empty for a model that is not told of it
 */
record Question(Fingerprint fingerprint, int ordinal, String passage, String metadata) {
  /** What that model is asked about the passage. */
  static Question of(
      Extractor extractor, Attempt attempt, int ordinal, String passage, String metadata) {
    Fingerprint fingerprint =
        QuestionName.of(
            extractor, attempt.schema().canonical(), passage, attempt.work().source(), metadata);
    return new Question(fingerprint, ordinal, passage, metadata);
  }

  /** Of what the passage is, for a model that is told. */
  Extractor.Origin origin(AttemptWork work) {
    return new Extractor.Origin(work.project().slug(), work.source(), metadata);
  }
}
