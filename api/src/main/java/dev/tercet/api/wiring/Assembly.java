package dev.tercet.api.wiring;

import dev.tercet.api.config.ReconcilerConfig;
import dev.tercet.api.config.Role;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.config.WorkConfig;
import dev.tercet.api.http.RecoveryView;
import dev.tercet.api.intake.Body;
import dev.tercet.api.services.DiskSpace;
import dev.tercet.api.services.Operations;
import dev.tercet.api.services.Services;
import dev.tercet.api.waiting.Waits;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineSettings.Accepting;
import dev.tercet.pipeline.PipelineSettings.Passages;
import dev.tercet.pipeline.PipelineSettings.Retrying;
import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.attempt.AttemptFactory;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.recovery.Purge;
import dev.tercet.recovery.Recovery;
import dev.tercet.recovery.RecoveryLoops;
import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.recovery.plan.RecoveryPorts;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.time.Clocks;
import dev.tercet.storage.postgres.PostgresStores;
import dev.tercet.storage.postgres.Reads;
import dev.tercet.storage.postgres.RecoveryLedger;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How the program is put together: what is made from what, in the order of the way of a document.
 * Nothing that is made here runs; {@link Engine} lives.
 */
final class Assembly {
  /** Of the heap. A text is held once more while it is read, and beside its passages after that. */
  private static final int SHARE_OF_TEXTS = 8;

  private static final long LEAST_TEXTS = 1L << 20;

  private final TercetConfig config;
  private final Models models;
  private final DiskSpace diskSpace;
  private final Clocks clocks;
  private final PipelineSettings settings;
  private final Consumer<UUID> whenEnded;
  private final PipelineMetrics metrics;
  private final QueueGauges queueGauges;
  private final LedgerGauges ledgerGauges;
  private final RecoveryMetrics recoveryMetrics;

  /**
   * What needs no store. Every metric has its name from now on.
   *
   * @param http counts, and tells who waits for an extraction that its attempt has ended
   * @param diskSpace whether work may be taken as far as the disk is concerned
   */
  Assembly(
      TercetConfig config, HttpServer http, Models models, DiskSpace diskSpace, Clocks clocks) {
    this.config = config;
    this.models = models;
    this.diskSpace = diskSpace;
    this.clocks = clocks;
    settings = pipelineSettings(config);
    whenEnded = http.bean(Waits.class)::ended;
    MeterRegistry meters = http.bean(MeterRegistry.class);
    metrics = new PipelineMetrics(meters, clocks.wall());
    metrics.watchConcurrencyLimit(models.asked().usual().gate()::concurrencyLimit);
    models.observe(meters);
    queueGauges = new QueueGauges(meters);
    ledgerGauges = new LedgerGauges(meters, clocks.steady());
    recoveryMetrics = new RecoveryMetrics(meters);
  }

  /**
   * Everything else.
   *
   * @param whenReading is told the collection that answers come from, whenever it is another
   */
  Application over(Stores stores, Consumer<String> whenReading) {
    PostgresStores ledger = stores.ledger();
    RecoveryLedger recovering = ledger.recovery();
    Stores.Opened opened = stores.open();
    models.callRates().set(opened.callRates());

    // accept → relay
    var relay =
        new Relay(
            ledger.extractions(), opened.queue().jobs(), settings.relaying(), clocks.steady());
    var accept =
        new AcceptExtraction(ledger.extractions(), relay, settings, metrics, clocks.wall());

    // worker: extract → embed → link → complete
    @Nullable QueueWorker worker = has(Role.WORKER) ? worker(ledger, opened) : null;
    if (worker != null) {
      worker.whenDecided(relay::forget);
    }

    // search
    Reads reads = ledger.reads();
    var former =
        new FormerModels(reads.collections(), opened.collections(), opened.points(), models);
    var search = new SearchPassages(models.embedder(), opened.points(), reads.passages(), former);
    var services =
        new Services(
            ledger.projects(),
            ledger.extractions(),
            reads.extractionReader(),
            reads.passages(),
            reads.entities(),
            reads.deadLetters(),
            reads.spend(),
            ledger.budgets(),
            config.money().prices(),
            stores.estimates(models.asked()),
            ledger.bulk(),
            ledger.schedules(),
            models.asked(),
            accept,
            relay,
            search);

    // recovery
    Recovery recovery = recovery(ledger, opened);
    var purge =
        new Purge(
            recovering.runs(),
            recovering.retention(),
            RepeatedWork.retention(config.reconciler()),
            recoveryMetrics,
            clocks.steady());
    var operations =
        new Operations(
            recovery,
            purge,
            recovering.runs(),
            recovering.reaper(),
            recovering.orphans(),
            recovering.queues(),
            opened.queue().jobs(),
            models.providers(),
            ledger.batches().waiting(),
            config.work().lease(),
            UUID::randomUUID);
    @Nullable RecoveryLoops loops =
        has(Role.RECONCILER)
            ? RepeatedWork.loops(
                ledger,
                recovery,
                purge,
                recoveryMetrics,
                RepeatedWork.batches(ledger.batches(), models.asked(), metrics, clocks.wall()))
            : null;

    return new Application(
        services,
        operations,
        former,
        new LedgerWatch(relay, models.watch(ledger.providers(), relay), loops, whenReading),
        new QueueWatch(opened.queue(), recovering.queues(), queueGauges),
        new WorkLoops(ledger, relay, worker, loops, ledgerGauges, config.server().stopTimeout()));
  }

  private boolean has(Role role) {
    return config.server().roles().contains(role);
  }

  private boolean isDiskFull() {
    return !diskSpace.shortage().isEmpty();
  }

  private QueueWorker worker(PostgresStores ledger, Stores.Opened opened) {
    var worker =
        new QueueWorker(
            new PipelineStores(
                ledger.extractions(),
                opened.queue().jobs(),
                ledger.sessions(),
                ledger.answers(),
                ledger.passages(),
                opened.points(),
                ledger.entities(),
                ledger.closings(),
                ledger.batches().waiting()),
            new AttemptFactory(models.asked(), models.embedder(), RandomGenerator.getDefault()),
            self(config.work()),
            settings,
            metrics,
            clocks.steady());
    worker.holdWhile(this::isDiskFull);
    worker.whenEnded(whenEnded);
    return worker;
  }

  private static WorkerSessions.Worker self(WorkConfig work) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "localhost";
    }
    String version = Assembly.class.getPackage().getImplementationVersion();
    return new WorkerSessions.Worker(
        host,
        ProcessHandle.current().pid(),
        version == null ? "development" : version,
        work.concurrency(),
        work.cutter().name());
  }

  private Recovery recovery(PostgresStores stores, Stores.Opened opened) {
    RecoveryLedger ledger = stores.recovery();
    var recovery =
        new Recovery(
            new RecoveryPorts(
                opened.installation(),
                stores.extractions(),
                ledger.audit(),
                ledger.reaper(),
                ledger.removals(),
                ledger.orphans(),
                ledger.runs(),
                ledger.collections(),
                ledger.retention(),
                opened.queue().jobs(),
                opened.points(),
                opened.qdrant().sentinels(opened.installation()),
                models.embedder(),
                ledger.conversions(),
                opened.collections()),
            recoverySettings(config),
            clocks,
            it -> RecoveryView.of(it).toString(),
            recoveryMetrics);
    if (has(Role.RECONCILER)) {
      recovery.holdWhile(this::isDiskFull);
    }
    return recovery;
  }

  private static PipelineSettings pipelineSettings(TercetConfig config) {
    PipelineSettings usual = PipelineSettings.DEFAULTS;
    WorkConfig work = config.work();
    return new PipelineSettings(
        new Accepting(Body.DOCUMENT_LIMIT),
        usual.relaying(),
        new Working(
            work.concurrency(),
            Math.min(work.concurrency(), usual.working().batch()),
            work.lease(),
            work.attemptTimeout(),
            config.server().stopTimeout().dividedBy(2),
            usual.working().takeWait(),
            Math.max(LEAST_TEXTS, Runtime.getRuntime().maxMemory() / SHARE_OF_TEXTS)),
        new Passages(work.maxPassageCharacters(), usual.passages().window()),
        new Retrying(
            work.maxAttempts(), work.baseDelay(), work.maxDelay(), usual.retrying().waiting()));
  }

  /**
   * A late write lands within an attempt's deadline and the deadline of its last call. A run uses
   * one connection at a time: those on request leave two thirds of the pool to everything else.
   */
  private static RecoverySettings recoverySettings(TercetConfig config) {
    RecoverySettings usual = RecoverySettings.DEFAULT;
    ReconcilerConfig reconciler = config.reconciler();
    WorkConfig work = config.work();
    return new RecoverySettings(
        reconciler.interval(),
        reconciler.grace(),
        reconciler.restoreGrace(),
        reconciler.horizon(),
        reconciler.abortRatio(),
        usual.abortFloor(),
        reconciler.budget(),
        work.lease(),
        work.maxCrashes(),
        work.lease(),
        usual.unpublishedAge(),
        reconciler.requeueAfter(),
        work.attemptTimeout().plus(config.longestCall()),
        Math.max(1, config.stores().poolSize() / 3));
  }
}
