package dev.tercet.pipeline.provider;

import dev.tercet.saga.port.Extractor;

/**
 * An extractor under the name that the configuration gives its provider. Its answers are its own:
 * another provider's model of the same name is another model.
 *
 * @param provider the name
 * @param extractor who is asked
 */
public record NamedExtractor(String provider, Extractor extractor) implements ForwardingExtractor {
  @Override
  public String identity() {
    return provider + "\n" + model(); // no model's name has a line break
  }
}
