package dev.tercet.pipeline;

import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.accept.CheckedDocument.Storable;
import dev.tercet.pipeline.attempt.AttemptFactory;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Document;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Project;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.contract.Submissions;
import dev.tercet.testkit.memory.InMemoryLedger;
import dev.tercet.testkit.memory.point.InMemoryPointStore;
import dev.tercet.testkit.memory.queue.InMemoryJobQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/** A whole pipeline on stores in memory, moved by hand: one clock, one pass at a time. */
public final class Scene {
  /** Longer than anything should take; only a failing test waits that long. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  public final SettableClock clock = new SettableClock();
  public final InMemoryLedger ledger = new InMemoryLedger(clock);
  public final InMemoryJobQueue queue = new InMemoryJobQueue(clock, Duration.ofMillis(20));
  public final InMemoryPointStore points =
      new InMemoryPointStore("test", UUID.randomUUID(), HashEmbedder.DEFAULT_DIMENSION);
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final ScriptedModel model = new ScriptedModel();
  public final Tripwire wire = new Tripwire();
  public final PipelineSettings settings;
  public final PipelineStores stores;
  public final PipelineMetrics metrics = new PipelineMetrics(registry, clock);
  public final Relay relay;
  public final AcceptExtraction accept;
  public final ProviderGate gate;
  public final Project project;

  public Scene() {
    this(settings(200, 4));
  }

  public Scene(PipelineSettings settings) {
    this.settings = settings;
    points.ensureCollection();
    stores =
        new PipelineStores(
            wire.around(ExtractionStore.class, ledger.extractions()),
            wire.around(JobQueue.class, queue),
            wire.around(WorkerSessions.class, ledger.sessions()),
            wire.around(AnswerStore.class, ledger.answers()),
            wire.around(PassageStore.class, ledger.passages()),
            wire.around(PointStore.class, points),
            wire.around(EntityStore.class, ledger.entities()),
            wire.around(ClosingStore.class, ledger.closings()),
            wire.around(BatchStore.class, ledger.batches()));
    relay = new Relay(stores.extractions(), stores.queue(), settings.relaying(), clock);
    accept = new AcceptExtraction(stores.extractions(), idleRelay(), settings, metrics, clock);
    gate =
        new ProviderGate(
            8, PATIENCE, ProviderRates.unlimited(), null, new ProviderHealth("model", clock));
    gate.health().shareBy(ledger.providers());
    project = ledger.projects().put("tenant", "demo", DefaultSchema.json(), "{}").project();
  }

  /** A relay whose threads do nothing, so that only {@link #relay} publishes. */
  private Relay idleRelay() {
    return new Relay(
        stores.extractions(),
        stores.queue(),
        settings.relaying(),
        clock,
        _ -> new Thread(() -> {}));
  }

  /** Settings for passages of that length and windows of that many passages, with short waits. */
  public static PipelineSettings settings(int maxCharacters, int window) {
    PipelineSettings defaults = PipelineSettings.DEFAULTS;
    return new PipelineSettings(
        defaults.accepting(),
        new PipelineSettings.Relaying(Duration.ofMillis(10), Duration.ZERO, 1_000, 1_024),
        new PipelineSettings.Working(
            16,
            16,
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            defaults.working().largeTextBytes()),
        new PipelineSettings.Passages(maxCharacters, window),
        new PipelineSettings.Retrying(
            3, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(3)));
  }

  /** A new worker process. */
  public QueueWorker worker() {
    return worker(settings);
  }

  /** The same with settings of its own. */
  public QueueWorker worker(PipelineSettings settings) {
    return worker(settings, gate, model);
  }

  /** The same with its own way to the model. */
  public QueueWorker worker(ProviderGate gate) {
    return worker(settings, gate, model);
  }

  /** The same that asks another model. */
  public QueueWorker worker(Extractor extractor) {
    return worker(settings, gate, extractor);
  }

  /** The same with another way to vectors. */
  public QueueWorker worker(Embedder embedder) {
    return worker(settings, AskedModels.only(model, gate), embedder);
  }

  private QueueWorker worker(PipelineSettings settings, ProviderGate gate, Extractor extractor) {
    return worker(settings, AskedModels.only(extractor, gate));
  }

  /** The same that may ask any of these. */
  public QueueWorker worker(AskedModels models) {
    return worker(settings, models);
  }

  private QueueWorker worker(PipelineSettings settings, AskedModels models) {
    return worker(settings, models, new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION));
  }

  private QueueWorker worker(PipelineSettings settings, AskedModels models, Embedder embedder) {
    String cut = new Cutter(settings.passages().maxCharacters()).name();
    var attemptFactory = new AttemptFactory(models, embedder, new Random(7));
    return new QueueWorker(
        stores,
        attemptFactory,
        new WorkerSessions.Worker("host", 1, "test", 16, cut),
        settings,
        metrics,
        clock);
  }

  /** Accepts a document and waits until its hint stands in the queue. */
  public Extraction accept(String source, String text) {
    return accept(project, source, text);
  }

  /** The same in that project. */
  public Extraction accept(Project in, String source, String text) {
    Extraction extraction = accepted(in, source, text);
    relay.pollOnce();
    return extraction;
  }

  /** Accepts a document, whose hint nobody has published. */
  public Extraction accepted(String source, String text) {
    return accepted(project, source, text);
  }

  /** The same in a project as the caller knows it. */
  public Extraction accepted(Project in, String source, String text) {
    Document document = Submissions.document(source, text);
    if (accept.check(document) instanceof Storable storable
        && accept.accept(in, storable) instanceof Accepted(Extraction extraction)) {
      return extraction;
    }
    throw new IllegalStateException("the document was not accepted as new");
  }

  /** Lets the worker do everything that is due now. */
  public void work(QueueWorker worker) {
    relay.pollOnce();
    while (worker.takeOnce() > 0) {
      if (!worker.awaitIdle(PATIENCE)) {
        throw new IllegalStateException("the attempts did not end");
      }
    }
  }

  /** Moves the clock beyond every backoff and rest, and lets the worker do what is due then. */
  public void workLater(QueueWorker worker) {
    clock.advance(Duration.ofMinutes(10));
    work(worker);
  }

  /** The extraction as a reader sees it now. */
  public Extraction extraction(UUID extraction) {
    return extraction(project.id(), extraction);
  }

  /** The same in that project. */
  public Extraction extraction(UUID in, UUID extraction) {
    return ledger.reader().find(in, extraction).orElseThrow();
  }

  /** The worker session that claimed the extraction last. */
  public UUID session(UUID extraction) {
    UUID session =
        ledger.inspect().extractions().stream()
            .filter(it -> it.id().equals(extraction))
            .findFirst()
            .orElseThrow()
            .session();
    return Objects.requireNonNull(session);
  }

  /** Its recorded passages. */
  public List<Passage> passages(UUID extraction) {
    return ledger.passages().page(extraction, 0, 10_000);
  }

  /** A store that is away. */
  public static StoreUnavailableException away(StoreUnavailableException.Store store) {
    return new StoreUnavailableException(store, "connection refused", new IllegalStateException());
  }
}
