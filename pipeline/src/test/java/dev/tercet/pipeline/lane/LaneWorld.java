package dev.tercet.pipeline.lane;

import dev.tercet.pipeline.Scene;
import dev.tercet.pipeline.model.AskedModel;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.model.ProviderShare;
import dev.tercet.pipeline.provider.anthropic.AnthropicExtractor;
import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.pipeline.provider.batch.BatchOffer;
import dev.tercet.pipeline.provider.batch.BatchTroubleException;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import dev.tercet.pipeline.provider.openai.OpenAiExtractor;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.Scope;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.testkit.AnthropicBatchEndpoint;
import dev.tercet.testkit.BatchEndpoint;
import dev.tercet.testkit.OpenAiBatchEndpoint;
import dev.tercet.testkit.check.Snapshot.Call;
import dev.tercet.testkit.check.Snapshot.End;
import dev.tercet.testkit.fault.FaultPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A pipeline in memory before a stand-in with batches, and a project that wants them. */
final class LaneWorld implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  static final String TEXT =
      """
      The first paragraph speaks of one thing, at length, and then it says nothing else that counts here.

      The second paragraph speaks of another thing, at length, and it says nothing else that counts here.

      The third paragraph speaks of the last thing, at length, and it says nothing else that counts here.
      """;

  final Scene scene = new Scene(Scene.settings(110, 2));
  final BatchEndpoint endpoint;
  final HttpClient http = HttpClient.newHttpClient();
  final Extractor extractor;
  final BatchApi api;
  final QueueWorker worker;
  final Project project;

  LaneWorld(Provider provider) {
    try {
      endpoint =
          switch (provider) {
            case OPENAI -> new OpenAiBatchEndpoint(scene.clock);
            case ANTHROPIC -> new AnthropicBatchEndpoint(scene.clock);
          };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var settings =
        new EndpointSettings(
            endpoint.address().toString(), "stand-in", "not-a-key", Duration.ofSeconds(20));
    if (provider == Provider.OPENAI) {
      var made = new OpenAiExtractor(settings, http, scene.clock);
      extractor = made;
      api = made.batches();
    } else {
      var made = new AnthropicExtractor(settings, http, scene.clock, _ -> {});
      extractor = made;
      api = made.batches();
    }
    worker = scene.worker(models(api));
    project =
        scene
            .ledger
            .projects()
            .put("tenant", "cheap", DefaultSchema.json(), "{\"lane\":\"batch\"}")
            .project();
  }

  /** Whose protocol is spoken. */
  enum Provider {
    OPENAI,
    ANTHROPIC
  }

  private AskedModels models(BatchApi batches) {
    var model =
        new AskedModel(
            extractor,
            scene.gate,
            ProviderShare.whole(scene.clock),
            new BatchOffer(batches, INTERVAL));
    return new AskedModels(model, Map.of(extractor.provider(), model));
  }

  /** A process that sends batches. */
  RunBatches process() {
    return process(FaultPlan.none());
  }

  /** The same under that plan. */
  RunBatches process(FaultPlan plan) {
    return process(
        plan,
        plan.around(BatchApi.class, api, message -> new BatchTroubleException(0, message, null)));
  }

  /** One whose batches reach the provider, and who never hears of it. */
  RunBatches deaf() {
    return process(FaultPlan.none(), new UnheardBatches(api, true));
  }

  /** One whose batches never reach the provider, and who does not know that. */
  RunBatches unheard() {
    return process(FaultPlan.none(), new UnheardBatches(api, false));
  }

  private RunBatches process(FaultPlan plan, BatchApi batches) {
    return new RunBatches(
        plan.around(BatchStore.class, scene.ledger.batches(), Store.POSTGRES),
        models(batches),
        new BatchCalls(
            plan.around(AnswerStore.class, scene.ledger.answers(), Store.POSTGRES), scene.metrics),
        UUID::randomUUID,
        scene.clock);
  }

  Extraction posted() {
    Extraction extraction = scene.accept(project, "a", TEXT);
    scene.work(worker);
    return extraction;
  }

  Extraction seen(Extraction extraction) {
    return scene.extraction(project.id(), extraction.id());
  }

  /** Passes at the shortest times, and what the worker does then. */
  void passes(RunBatches process, int times) {
    for (int i = 0; i < times; i++) {
      pass(process, INTERVAL);
    }
    scene.work(worker);
  }

  /** How the calls of the ledger ended. */
  List<End> ends() {
    return scene.ledger.inspect().calls().stream().map(Call::end).toList();
  }

  /** How many calls the project has paid for, or may have. */
  long paidCalls() {
    return scene.ledger.projects().usage(project.id()).calls();
  }

  /** Ends the removal of a deleted document. */
  void remove(Extraction extraction) {
    List<Removal> due =
        scene.ledger.removalStore().due(new Scope.Everything(), 100).stream()
            .filter(it -> it.extraction().equals(extraction.id()))
            .toList();
    scene.ledger.removalStore().finished(due);
  }

  /** A worker whose configuration knows no batches. */
  QueueWorker withoutBatches() {
    return scene.worker(AskedModels.only(extractor, scene.gate));
  }

  void pass(RunBatches process, Duration later) {
    scene.clock.advance(later);
    process.workOnce();
  }

  List<ProviderBatch> batches() {
    return scene.ledger.batches().newest();
  }

  @Override
  public void close() {
    endpoint.close();
    http.close();
  }
}
