package dev.tercet.api;

import dev.tercet.api.services.Services;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.attempt.AttemptFactory;
import dev.tercet.pipeline.estimate.EstimateWork;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.RulesProvider;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Failure;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.queue.Hint;
import dev.tercet.testkit.SamplePrices;
import dev.tercet.testkit.memory.InMemoryLedger;
import dev.tercet.testkit.memory.point.InMemoryPointStore;
import dev.tercet.testkit.memory.queue.InMemoryJobQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The services over stores in memory, and a worker that is driven by hand. */
public final class StoresInMemory {
  private static final InstantSource CLOCK = InstantSource.system();

  private final InMemoryLedger ledger = new InMemoryLedger(CLOCK);
  private final Services services;
  private final QueueWorker worker;

  public StoresInMemory() {
    var queue = new InMemoryJobQueue(CLOCK, Duration.ZERO);
    var embedder = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
    var points = new InMemoryPointStore("passages", new UUID(1, 2), HashEmbedder.DEFAULT_DIMENSION);
    points.ensureCollection();
    var settings = PipelineSettings.DEFAULTS;
    var metrics = new PipelineMetrics(new SimpleMeterRegistry(), CLOCK);
    var relay =
        new Relay(ledger.extractions(), queue, settings.relaying(), CLOCK, StoresInMemory::atOnce);
    var accept = new AcceptExtraction(ledger.extractions(), relay, settings, metrics, CLOCK);
    var models = AskedModels.only(new RulesProvider(), ProviderGate.open("rules", CLOCK));
    services =
        new Services(
            ledger.projects(),
            ledger.extractions(),
            ledger.reader(),
            ledger.passages(),
            ledger.entities(),
            ledger.deadLetters(),
            ledger.spend(),
            ledger.budgets(),
            SamplePrices.TABLE,
            new EstimateWork(
                models,
                new Cutter(PipelineSettings.DEFAULTS.passages().maxCharacters()),
                ledger.answerReader(),
                SamplePrices.at(CLOCK)),
            ledger.bulk(),
            ledger.schedules(),
            models,
            accept,
            relay,
            new SearchPassages(embedder, points, ledger.passages()));
    worker =
        new QueueWorker(
            new PipelineStores(
                ledger.extractions(),
                queue,
                ledger.sessions(),
                ledger.answers(),
                ledger.passages(),
                points,
                ledger.entities(),
                ledger.closings(),
                ledger.batches()),
            new AttemptFactory(models, embedder, new Random(7)),
            new WorkerSessions.Worker("here", 1, "test", settings.working().concurrency()),
            settings,
            metrics,
            CLOCK);
  }

  /** The projects, to put one there as an earlier version did. */
  public ProjectStore projects() {
    return ledger.projects();
  }

  /** The spend ledger. */
  public AnswerStore answers() {
    return ledger.answers();
  }

  /** What is accepted is published before its caller is told, so that there is work at once. */
  private static Thread atOnce(Runnable task) {
    return new Thread(task) {
      @Override
      public void start() {
        task.run();
      }
    };
  }

  /** Takes the next attempt of that extraction, and gives it up. */
  public void fail(UUID extraction, Failure failure) {
    var session =
        ledger
            .sessions()
            .open(new WorkerSessions.Worker("here", 1, "test", 1), Duration.ofMinutes(1));
    long epoch = ledger.extractions().standing(List.of(extraction)).getFirst().epoch();
    ledger
        .extractions()
        .claim(List.of(new Hint(extraction, epoch)), session.id(), Duration.ofMinutes(1))
        .forEach(claim -> ledger.extractions().fail(claim, failure));
  }

  public Services services() {
    return services;
  }

  /** Works until nothing is queued and no bulk run is due any more. */
  public void work() {
    while (ledger.bulk().workOnce() || worker.takeOnce() > 0) {
      worker.awaitIdle(Duration.ofSeconds(30));
    }
  }
}
