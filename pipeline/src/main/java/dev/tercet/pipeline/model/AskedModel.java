package dev.tercet.pipeline.model;

import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.saga.port.Extractor;

/**
 * One model that may be asked.
 *
 * @param extractor who asks it
 * @param gate the way to its provider, the same for all models of that one
 * @param share how much of the worker its provider may hold, likewise
 */
public record AskedModel(Extractor extractor, ProviderGate gate, ProviderShare share) {}
