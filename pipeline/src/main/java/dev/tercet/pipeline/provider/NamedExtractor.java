package dev.tercet.pipeline.provider;

import dev.tercet.saga.port.Extractor;

/**
 * An extractor under the name that the configuration gives its provider. Its answers are its own:
 * another provider's model of the same name is another model.
 *
 * @param provider the name
 * @param extractor who is asked
 */
public record NamedExtractor(String provider, Extractor extractor) implements Extractor {
  @Override
  public String model() {
    return extractor.model();
  }

  @Override
  public String identity() {
    return provider + "\n" + extractor.model(); // no model's name has a line break
  }

  @Override
  public boolean readsDocument() {
    return extractor.readsDocument();
  }

  @Override
  public String promptVersion() {
    return extractor.promptVersion();
  }

  @Override
  public boolean isLocal() {
    return extractor.isLocal();
  }

  @Override
  public boolean isRepeatable() {
    return extractor.isRepeatable();
  }

  @Override
  public Reply ask(Request request) {
    return extractor.ask(request);
  }
}
