package dev.tercet.api.wiring;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.providers.ProviderGauges;
import dev.tercet.api.providers.ProviderWatch;
import dev.tercet.api.providers.Providers;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.PrefixedEmbedder;
import dev.tercet.pipeline.provider.PrefixedEmbedder.Prefixes;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.time.Clocks;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who extracts and who embeds, as configured; {@link ProviderCatalogue} makes them.
 *
 * @param asked the models that extract
 * @param providers those that can be in trouble, and the extractors whatever they are
 * @param embedding the configuration, from which embedders of other models are made, too
 * @param callRates where the gates' rates are kept, once that is opened
 */
record Models(
    AskedModels asked,
    Embedder embedder,
    Providers providers,
    EmbeddingConfig embedding,
    HttpClient http,
    LateCallRates callRates,
    Clocks clocks)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Models.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  static Models of(TercetConfig config, Clocks clocks) {
    HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    var catalogue = new ProviderCatalogue(http, clocks);
    var callRates = new LateCallRates();
    AskedModels asked = ConfiguredModels.of(config, catalogue, callRates, clocks);
    EmbeddingConfig embedding = config.embedding();
    Embedder embedder =
        PrefixedEmbedder.of(
            catalogue.embedder(embedding),
            new Prefixes(embedding.queryPrefix(), embedding.passagePrefix()));
    return new Models(asked, embedder, catalogue.providers(), embedding, http, callRates, clocks);
  }

  /** From now on how the providers stand is told. */
  void observe(MeterRegistry meters) {
    ProviderGauges.register(meters, providers);
  }

  /** Who is told what the ledger says of the providers. */
  ProviderWatch watch(ProviderStates states, Relay relay) {
    return new ProviderWatch(providers, states, relay);
  }

  /**
   * Who embeds queries for a collection of any model; empty when nobody does. Queries have no
   * prefix of their own with a model that is another one; the prefix of its passages plays no part
   * in them.
   */
  Optional<Embedder> embedderOf(CollectionRecord collection) {
    String model = PrefixedEmbedder.unprefixed(collection.model());
    if (model.equals(PrefixedEmbedder.unprefixed(embedder.model()))) {
      return Optional.of(embedder);
    }
    Optional<Embedder> found =
        new ProviderCatalogue(http, clocks).embedderOf(embedding, model, collection.dimension());
    if (found.isEmpty()) {
      LOG.warn(
          "Passages in {} are not found until they are converted: nobody embeds queries by {}",
          collection.name(),
          collection.model());
    }
    return found;
  }

  @Override
  public void close() {
    embedder.close();
    http.shutdownNow();
  }
}
