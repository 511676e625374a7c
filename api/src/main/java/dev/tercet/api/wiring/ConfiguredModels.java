package dev.tercet.api.wiring;

import dev.tercet.api.config.LlmConfig;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.pipeline.model.AskedModel;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.model.ProviderShare;
import dev.tercet.pipeline.provider.NamedExtractor;
import dev.tercet.pipeline.provider.OneOfModels;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.pipeline.provider.batch.BatchOffer;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.time.Clocks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every model that the configuration names, each with the gate and the share of its provider. */
final class ConfiguredModels {
  private final TercetConfig config;
  private final ProviderCatalogue catalogue;
  private final CallRates callRates;
  private final Clocks clocks;
  private final Map<String, AskedModel> byName = new LinkedHashMap<>();

  private ConfiguredModels(
      TercetConfig config, ProviderCatalogue catalogue, CallRates callRates, Clocks clocks) {
    this.config = config;
    this.catalogue = catalogue;
    this.callRates = callRates;
    this.clocks = clocks;
  }

  /** All of them, by {@code provider} and by {@code provider/model}. */
  static AskedModels of(
      TercetConfig config, ProviderCatalogue catalogue, CallRates callRates, Clocks clocks) {
    var models = new ConfiguredModels(config, catalogue, callRates, clocks);
    List<AskedModel> usual = config.extractors().stream().map(models::add).toList();
    return new AskedModels(usual.getFirst(), models.byName);
  }

  /** The model that is asked where a project names the provider alone. */
  private AskedModel add(LlmConfig llm) {
    ProviderRates rates = catalogue.rates(llm, callRates);
    ProviderGate gate = catalogue.gate(llm, config.work().concurrency(), rates);
    ProviderShare share = share(gate);
    List<@Nullable String> names = llm.allModels();
    List<AskedModel> all =
        names.stream()
            .map(it -> {
              Extractor made = catalogue.extractor(llm, it, rates);
              Extractor named = named(llm, made);
              Extractor asked = names.size() > 1 ? new OneOfModels(named) : named;
              return new AskedModel(asked, gate, share, offer(made));
            })
            .toList();
    byName.put(llm.name(), all.getFirst());
    if (llm.provider().isRemote()) {
      all.forEach(it -> byName.putIfAbsent(llm.name() + "/" + it.extractor().model(), it));
    }
    return all.getFirst();
  }

  /** The usual provider's answers stay what they were before it had others beside it. */
  private Extractor named(LlmConfig llm, Extractor extractor) {
    return llm.equals(config.llm()) ? extractor : new NamedExtractor(llm.name(), extractor);
  }

  private @Nullable BatchOffer offer(Extractor made) {
    return made instanceof BatchApi.Offered offered
        ? new BatchOffer(offered.batches(), config.work().batchInterval())
        : null;
  }

  private ProviderShare share(ProviderGate gate) {
    int providers = config.extractors().size();
    return providers == 1
        ? ProviderShare.whole(clocks.steady())
        : ProviderShare.amongOthers(
            config.work().concurrency(), providers, gate::concurrencyLimit, clocks.steady());
  }
}
