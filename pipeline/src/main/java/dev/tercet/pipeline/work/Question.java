package dev.tercet.pipeline.work;

import dev.tercet.saga.Fingerprint;

/**
 * What one passage asks the model.
 *
 * @param fingerprint of model, prompt version, schema and passage text; the answer's name
 * @param ordinal the first passage that asks it
 * @param passage the passage's text
 */
record Question(Fingerprint fingerprint, int ordinal, String passage) {}
