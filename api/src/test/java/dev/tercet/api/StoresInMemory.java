package dev.tercet.api;

import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.testkit.memory.InMemoryJobQueue;
import dev.tercet.testkit.memory.InMemoryLedger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;

/** The services over a ledger and queues in memory. */
public final class StoresInMemory {
  private final InMemoryLedger ledger = new InMemoryLedger(InstantSource.system());
  private final Services services;

  public StoresInMemory() {
    var queue = new InMemoryJobQueue(InstantSource.system());
    var embedder = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
    var settings = PipelineSettings.DEFAULTS;
    var relay = new Relay(ledger.sagas(), queue, settings.relaying(), InstantSource.system());
    var accept =
        new AcceptExtraction(
            ledger.sagas(),
            relay,
            settings,
            new PipelineMetrics(new SimpleMeterRegistry()),
            InstantSource.system());
    services =
        new Services(
            ledger.projects(),
            ledger.sagas(),
            ledger.reader(),
            ledger.passages(),
            ledger.entities(),
            accept,
            relay,
            new SearchPassages(embedder, points, ledger.passages()));
  }

  public Services services() {
    return services;
  }

  public InMemoryLedger ledger() {
    return ledger;
  }
}
