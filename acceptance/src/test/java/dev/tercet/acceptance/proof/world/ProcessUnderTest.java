package dev.tercet.acceptance.proof.world;

import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.attempt.AttemptFactory;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.time.Clocks;
import dev.tercet.testkit.fault.Replaced;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** One process from its start to its death, put together as the program does it. */
public final class ProcessUnderTest {
  /** How long a removal waits for its second look, and how long an orphan is kept. */
  static final Duration LATE = Duration.ofMinutes(2);

  /** How long orphans wait once Postgres has gone back. */
  static final Duration RESTORE_GRACE = Duration.ofMinutes(10);

  public static final Duration LEASE = Duration.ofSeconds(15);
  private static final MeterRegistry METERS = new SimpleMeterRegistry();
  private static final RecoverySettings RECOVERY =
      new RecoverySettings(
          Duration.ofMinutes(1),
          LATE,
          RESTORE_GRACE,
          Duration.ofDays(1),
          0.5,
          100,
          10_000,
          LEASE,
          3,
          LEASE,
          Duration.ofSeconds(2),
          Duration.ofMinutes(1),
          LATE,
          3);

  public final ExtractionStore extractions;
  public final ProjectStore projects;
  public final RetentionStore retention;
  final PointStore points;
  public final AcceptExtraction accept;
  public final Relay relay;
  public final QueueWorker worker;
  public final Recovery recovery;
  public final SearchPassages search;
  public final WallClock wall;
  private final RunStore ownRuns;
  private final List<UUID> sessions = new CopyOnWriteArrayList<>();
  private final World world;
  private final FaultGate gate;

  public ProcessUnderTest(World world, FaultGate gate, ThreadFactory threads) {
    this.world = world;
    this.gate = gate;
    wall = new WallClock(world.clock);
    Clocks clocks = world.clocks(wall);
    PipelineSettings settings = settings(world.longestPassage());
    extractions = postgres(ExtractionStore.class, world.extractions());
    projects = postgres(ProjectStore.class, world.stores.projects());
    ownRuns = world.runs();
    retention = postgres(RetentionStore.class, world.stores.retention());
    points = port(PointStore.class, world.stores.points(), Store.QDRANT);
    JobQueue queue = new Patience(port(JobQueue.class, world.queue(), Store.REDIS)).none();
    Embedder embedder =
        gate.around(
            Embedder.class,
            world.vectors,
            it -> new EmbedderUnavailableException(it, new IllegalStateException(it)));
    PassageStore passages = postgres(PassageStore.class, world.stores.passages());
    var metrics = new PipelineMetrics(METERS, wall);
    relay = new Relay(extractions, queue, settings.relaying(), clocks.steady(), threads);
    accept = new AcceptExtraction(extractions, relay, settings, metrics, wall);
    worker =
        new QueueWorker(
            new PipelineStores(
                extractions,
                queue,
                postgres(WorkerSessions.class, world.sessions(sessions::add)),
                postgres(AnswerStore.class, world.stores.answers()),
                passages,
                points,
                postgres(EntityStore.class, world.stores.entities()),
                postgres(ClosingStore.class, world.closings()),
                postgres(BatchStore.class, world.stores.batches())),
            new AttemptFactory(
                AskedModels.only(provider(), gate(clocks.steady())),
                embedder,
                new Random(7),
                threads),
            new WorkerSessions.Worker(
                "host", 1, "proof", 16, new Cutter(world.longestPassage()).name()),
            settings,
            metrics,
            clocks.steady());
    search = new SearchPassages(embedder, points, passages);
    recovery =
        new Recovery(
            new RecoveryPorts(
                World.OWNER,
                extractions,
                postgres(LedgerAudit.class, world.audit()),
                postgres(ClaimReaper.class, world.stores.reaper()),
                world.removals(postgres(RemovalStore.class, removals())),
                postgres(OrphanStore.class, world.stores.orphans()),
                runs(ownRuns),
                postgres(CollectionStore.class, world.stores.collections()),
                retention,
                queue,
                points,
                port(PointStore.class, world.stores.sentinels(), Store.QDRANT),
                embedder,
                postgres(ConversionStore.class, world.stores.conversions()),
                _ -> points),
            RECOVERY,
            clocks,
            _ -> "{}",
            new RecoveryMetrics(METERS));
  }

  /**
   * Projects follow their tombstones one extraction at a time, so that a death may come between.
   */
  private RemovalStore removals() {
    return Replaced.method(
        RemovalStore.class,
        world.stores.removalStore(),
        "followTombstones",
        (real, _) -> real.followTombstones(1));
  }

  /** The process is dead: its locks are free. */
  public void freeLocks() {
    sessions.forEach(world.stores::kill);
    world.stores.kill(ownRuns);
  }

  /** An advisory lock that was not heard of is lost with its connection. */
  private RunStore runs(RunStore store) {
    return Replaced.method(
        RunStore.class,
        postgres(RunStore.class, store),
        "tryLock",
        (real, arguments) -> {
          try {
            return real.tryLock((UUID) arguments[0]);
          } catch (StoreUnavailableException e) {
            world.stores.kill(store);
            throw e;
          }
        });
  }

  private <T> T postgres(Class<T> port, T store) {
    return port(port, store, Store.POSTGRES);
  }

  private <T> T port(Class<T> port, T store, Store which) {
    return world.used(port, gate.around(port, world.offered(port, store), which));
  }

  private Extractor provider() {
    return world.used(
        Extractor.class,
        new ProviderSeen(
            gate.around(Extractor.class, world.model, ProviderSeen.AwayException::new)));
  }

  private static ProviderGate gate(InstantSource steady) {
    return new ProviderGate(
        8,
        Duration.ofSeconds(20),
        ProviderRates.unlimited(),
        null,
        new ProviderHealth("model", steady));
  }

  /** One passage and one hint at a time on the caller's own thread, and next to no waits. */
  private static PipelineSettings settings(int longestPassage) {
    PipelineSettings usual = PipelineSettings.DEFAULTS;
    return new PipelineSettings(
        usual.accepting(),
        new PipelineSettings.Relaying(Duration.ofMillis(10), Duration.ZERO, 1_000, 1),
        new PipelineSettings.Working(
            16,
            16,
            LEASE,
            Duration.ofMinutes(1),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            usual.working().largeTextBytes()),
        new PipelineSettings.Passages(longestPassage, 1),
        new PipelineSettings.Retrying(
            50, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(3)));
  }
}
