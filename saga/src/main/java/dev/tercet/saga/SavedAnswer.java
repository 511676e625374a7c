package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;

/**
 * A model's valid answer, as stored: the first that was saved under its fingerprint wins.
 *
 * @param fingerprint of model, prompt version, schema and passage text
 * @param facts JSON array of {@code {"quote","data","start","end"}}, offsets in code points within
 *     the passage
 */
public record SavedAnswer(Fingerprint fingerprint, String facts) {}
