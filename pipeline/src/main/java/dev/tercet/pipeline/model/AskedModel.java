package dev.tercet.pipeline.model;

import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.batch.BatchOffer;
import dev.tercet.saga.port.Extractor;
import org.jspecify.annotations.Nullable;

/**
 * One model that may be asked.
 *
 * @param extractor who asks it
 * @param gate the way to its provider, the same for all models of that one
 * @param share how much of the worker its provider may hold, likewise
 * @param batches how questions wait for its provider's batches; null when it has none
 */
public record AskedModel(
    Extractor extractor, ProviderGate gate, ProviderShare share, @Nullable BatchOffer batches) {
  /** One without batches. */
  public AskedModel(Extractor extractor, ProviderGate gate, ProviderShare share) {
    this(extractor, gate, share, null);
  }
}
