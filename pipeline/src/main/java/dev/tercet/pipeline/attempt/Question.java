package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Extractor;

/**
 * What one passage asks the model.
 *
 * @param fingerprint of model, prompt version, schema and passage text; the answer's name
 * @param ordinal the first passage that asks it
 * @param passage the passage's text
 */
record Question(Fingerprint fingerprint, int ordinal, String passage) {
  /** What that model is asked about the passage. */
  static Question of(Extractor extractor, ProjectSchema schema, int ordinal, String passage) {
    Fingerprint fingerprint =
        Fingerprint.of(
            extractor.identity(), extractor.promptVersion(), schema.canonical(), passage);
    return new Question(fingerprint, ordinal, passage);
  }
}
