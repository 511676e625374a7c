package dev.tercet.pipeline;

import dev.tercet.pipeline.model.AskedModel;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.model.ProviderShare;
import dev.tercet.pipeline.provider.NamedExtractor;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Project;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.util.Map;

/** A scene with a second provider beside the usual one, which {@code "model":"other"} chooses. */
final class TwoProviders {
  final Scene scene;
  final ScriptedModel other = new ScriptedModel();
  final ProviderGate otherGate;

  TwoProviders(Scene scene) {
    this.scene = scene;
    otherGate =
        new ProviderGate(
            1,
            Duration.ofMillis(50),
            ProviderRates.unlimited(),
            null,
            new ProviderHealth("other", scene.clock));
    otherGate.health().shareBy(scene.ledger.providers());
  }

  Project project(String slug, String options) {
    return scene.ledger.projects().put("tenant", slug, DefaultSchema.json(), options).project();
  }

  AskedModels models() {
    AskedModel usual = model(scene.model, scene.gate);
    AskedModel beside = model(new NamedExtractor("other", other), otherGate);
    return new AskedModels(
        usual, Map.of("model", usual, "other", beside, "other/scripted-1", beside));
  }

  private AskedModel model(Extractor extractor, ProviderGate gate) {
    int concurrency = scene.settings.working().concurrency();
    return new AskedModel(
        extractor,
        gate,
        ProviderShare.amongOthers(concurrency, 2, gate::concurrencyLimit, scene.clock));
  }

  static Reply met(Trouble trouble) {
    return new Reply.Unavailable(
        trouble,
        new Failure("provider-error", FailureClass.TRANSIENT, "away", Stage.ACCEPTED),
        new Usage(1, 0, 0),
        null);
  }

  Status status(Extraction extraction) {
    return scene.extraction(extraction.project(), extraction.id()).status();
  }
}
