package dev.tercet.pipeline.search;

import dev.tercet.saga.port.PassageStore.LivingPassage;

/**
 * A passage that a search found.
 *
 * @param living the passage with its facts and its document's name
 * @param score the cosine similarity to the query, by the model of the passage
 */
public record FoundPassage(LivingPassage living, float score) {}
