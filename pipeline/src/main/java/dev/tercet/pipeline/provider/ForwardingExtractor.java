package dev.tercet.pipeline.provider;

import dev.tercet.saga.port.Extractor;

/** An extractor that asks another one, and is that one in everything that it does not say anew. */
public interface ForwardingExtractor extends Extractor {
  /** Who is asked. */
  Extractor extractor();

  @Override
  default String provider() {
    return extractor().provider();
  }

  @Override
  default String model() {
    return extractor().model();
  }

  @Override
  default String identity() {
    return extractor().identity();
  }

  @Override
  default boolean readsDocument() {
    return extractor().readsDocument();
  }

  @Override
  default String promptVersion() {
    return extractor().promptVersion();
  }

  @Override
  default boolean isLocal() {
    return extractor().isLocal();
  }

  @Override
  default boolean isRepeatable() {
    return extractor().isRepeatable();
  }

  @Override
  default Reply ask(Request request) {
    return extractor().ask(request);
  }
}
