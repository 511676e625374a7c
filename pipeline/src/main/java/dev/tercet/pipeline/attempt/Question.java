package dev.tercet.pipeline.attempt;

import dev.tercet.saga.id.Fingerprint;

/**
 * What one passage asks the model.
 *
 * @param fingerprint of model, prompt version, schema and passage text; the answer's name
 * @param ordinal the first passage that asks it
 * @param passage the passage's text
 */
record Question(Fingerprint fingerprint, int ordinal, String passage) {}
