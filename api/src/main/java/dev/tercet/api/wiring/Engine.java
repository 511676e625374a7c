package dev.tercet.api.wiring;

import dev.tercet.api.config.Role;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.services.Operations;
import dev.tercet.api.services.Room;
import dev.tercet.api.services.Services;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.pipeline.work.Steps;
import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.recovery.RecoveryLoops;
import dev.tercet.recovery.RecoveryMetrics;
import dev.tercet.saga.Clocks;
import dev.tercet.saga.QueueSettings.Steering;
import dev.tercet.saga.StoreUnavailableException;
import dev.tercet.saga.StoreUnavailableException.Store;
import dev.tercet.saga.WorkerSessions;
import dev.tercet.storage.postgres.PostgresStores;
import dev.tercet.storage.postgres.Reads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaches the stores, however long that takes, and then does what this process is for. Goes on
 * looking at every store, so that readiness tells the truth.
 */
final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration MEASURE = Duration.ofSeconds(30);

  private final TercetConfig config;
  private final Stores stores;
  private final Models models;
  private final Surroundings around;
  private final PipelineSettings settings;
  private final PipelineMetrics metrics;
  private final QueueWatch queues;
  private final LedgerWatch ledgerWatch;
  private final LedgerGauges ledgerGauges;
  private final RecoveryMetrics recoveryMetrics;
  private final LoopSignal signal = new LoopSignal();
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile Duration pause = LOOK;
  private @Nullable FormerModels former;
  private @Nullable Work work;
  private @Nullable RecoveryLoops recovery;

  /**
   * What surrounds the engine.
   *
   * @param services is told the services once they are there
   * @param operations is told the operations once the stores are opened
   * @param room whether work may be taken as far as the disk is concerned
   * @param ownsStores nobody else can be alive on these stores: this process holds their folder
   * @param whenReading is told the collection that answers come from, once all stores have been
   *     reached and whenever it is another
   * @param whenEnded is told every extraction whose attempt has ended here
   */
  record Surroundings(
      LateServices services,
      LateOperations operations,
      boolean ownsStores,
      StoreStates states,
      Room room,
      WorkerSessions.Worker self,
      Clocks clocks,
      Consumer<String> whenReading,
      Consumer<UUID> whenEnded) {}

  Engine(
      TercetConfig config,
      Stores stores,
      Models models,
      MeterRegistry meters,
      Surroundings around) {
    this.config = config;
    this.stores = stores;
    this.models = models;
    this.around = around;
    settings = PipelineMapping.of(config.work(), config.server());
    metrics = new PipelineMetrics(meters, around.clocks().wall());
    metrics.watchConcurrencyLimit(models.gate()::concurrencyLimit);
    queues = new QueueWatch(new QueueGauges(meters));
    ledgerWatch = new LedgerWatch(settings.relaying().age(), around.whenReading());
    ledgerGauges = new LedgerGauges(meters, around.clocks().steady());
    recoveryMetrics = new RecoveryMetrics(meters);
  }

  /** Begins to look for the stores; returns at once. */
  void start() {
    for (Store store : Store.values()) {
      Thread.ofVirtual().name("watch-" + store).start(() -> watchUntilStopped(store));
    }
  }

  /** Waits until it can take work; false when {@code longest} passes first. */
  boolean awaitReady(Duration longest) throws InterruptedException {
    return ready.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void watchUntilStopped(Store store) {
    while (!signal.isStopped()) {
      watchOnce(store);
      signal.rest(store == Store.POSTGRES ? pause : LOOK);
    }
  }

  /** Looks at a store once. Redis and Qdrant wait for the ledger, which knows whose they are. */
  private void watchOnce(Store store) {
    if (store != Store.POSTGRES && !around.services().isSet()) {
      return;
    }
    String before = around.states().reasons().getOrDefault(store, "");
    try {
      reach(store);
      answers(store, before);
    } catch (RuntimeException e) {
      if (store == Store.REDIS) {
        queues.lost();
      }
      if (ready.getCount() == 0 && isForWantOfAnother(store, e)) {
        answers(store, before);
      } else {
        isAway(store, before, e);
      }
    }
  }

  /** It answers itself; what it is to be told waits for the store that knows it. */
  private static boolean isForWantOfAnother(Store store, RuntimeException failure) {
    return failure instanceof StoreUnavailableException away && away.store() != store;
  }

  private void answers(Store store, String before) {
    around.states().up(store);
    if (!before.isEmpty()) {
      LOG.info("{} at {} answers", store, stores.place(store));
      beginWhenAllAnswer();
    }
  }

  private void isAway(Store store, String before, RuntimeException failure) {
    String place = stores.place(store);
    String reason = place + ": " + failure.getMessage();
    around.states().down(store, reason);
    if (!reason.equals(before)) {
      LOG.warn("{} at {} is not usable, trying again: {}", store, place, failure.getMessage());
    }
  }

  private void reach(Store store) {
    switch (store) {
      case POSTGRES -> {
        pause = LOOK;
        reachLedger();
        pause = ledgerWatch.act(stores.look(config.work().lease()));
      }
      case REDIS -> {
        stores.check(store);
        queues.look(stores.open().redis().queue(), ledgerWatch.seen(), this::steering);
      }
      case QDRANT -> {
        if (ready.getCount() > 0) {
          around.operations().get().recovery().ensureCollection();
        }
        stores.check(store);
      }
    }
  }

  private void reachLedger() {
    if (around.services().isSet()) {
      return;
    }
    Stores.Opened opened = stores.open();
    PostgresStores ledger = stores.ledger();
    var relay = new Relay(ledger.sagas(), opened.redis().queue(), settings.relaying());
    var accept =
        new AcceptExtraction(ledger.sagas(), relay, settings, metrics, around.clocks().wall());
    around
        .operations()
        .set(
            RecoveryMapping.of(
                config,
                ledger,
                opened,
                new RecoveryMapping.Tools(models.embedder(), recoveryMetrics, around.clocks())));
    if (around.ownsStores()) {
      ledger.recovery().reaper().endAllBut(List.of(), config.work().maxCrashes());
    }
    Reads reads = ledger.reads();
    var others =
        new FormerModels(
            reads.collections(),
            opened.collections(),
            new FormerModels.Current(opened.points(), models, config.embedding(), around.clocks()));
    synchronized (this) {
      former = others;
    }
    around
        .services()
        .set(
            new Services(
                ledger.projects(),
                ledger.sagas(),
                reads.extractions(),
                reads.passages(),
                reads.entities(),
                accept,
                relay,
                new SearchPassages(models.embedder(), opened.points(), reads.passages(), others)));
  }

  /** The first time that every store answers, the work begins. */
  private synchronized void beginWhenAllAnswer() {
    if (work != null || signal.isStopped() || !around.states().allUp()) {
      return;
    }
    Stores.Opened opened = stores.open();
    ledgerWatch.tellReading(around.operations().get().recovery().readingCollection());
    work =
        new Work(
            around.services().get().relay(),
            config.server().roles().contains(Role.WORKER) ? resumed(worker(opened)) : null,
            config.server().stopTimeout());
    if (config.server().roles().contains(Role.RECONCILER)) {
      Operations operations = around.operations().get();
      operations.recovery().holdWhile(this::isDiskFull);
      recovery =
          new RecoveryLoops(
              operations.recovery(), operations.purge(), operations.words(), operations.ids());
    }
    ledgerWatch.begin(around.services().get().relay(), recovery);
    Thread.ofVirtual().name("ledger-gauges").start(this::measureUntilStopped);
    ready.countDown();
  }

  private void measureUntilStopped() {
    while (!signal.isStopped()) {
      try {
        ledgerGauges.observe(stores.ledger());
      } catch (StoreUnavailableException e) {
        LOG.debug("the gauges keep what they last showed", e);
      }
      signal.rest(MEASURE);
    }
  }

  /** What the last process was working on when it died goes on first. */
  private QueueWorker resumed(QueueWorker worker) {
    try {
      int resumed = worker.resumeOnce(steering().paused());
      LOG.info("{} extractions go on that were interrupted", resumed);
    } catch (StoreUnavailableException e) {
      LOG.warn("What was interrupted goes on by way of the queues: {}", e.getMessage());
    }
    return worker;
  }

  private Steering steering() {
    return stores.ledger().recovery().queues().steering();
  }

  private QueueWorker worker(Stores.Opened opened) {
    PostgresStores ledger = stores.ledger();
    var all =
        new PipelineStores(
            ledger.sagas(),
            opened.redis().queue(),
            ledger.sessions(),
            ledger.answers(),
            ledger.passages(),
            opened.points(),
            ledger.entities());
    var steps =
        new Steps(
            models.extractor(), models.gate(), models.embedder(), RandomGenerator.getDefault());
    var worker =
        new QueueWorker(all, steps, around.self(), settings, metrics, around.clocks().steady());
    worker.holdWhile(this::isDiskFull);
    worker.whenEnded(around.whenEnded());
    return worker;
  }

  private boolean isDiskFull() {
    return !around.room().shortage().isEmpty();
  }

  /** Stops looking and working; what runs may end, the rest is given back. */
  @Override
  public void close() {
    signal.stop();
    Work begun;
    RecoveryLoops recovering;
    synchronized (this) {
      begun = work;
      recovering = recovery;
      if (former != null) {
        former.close();
      }
    }
    Thread closing =
        Thread.ofVirtual()
            .start(() -> {
              if (recovering != null) {
                recovering.close();
              }
            });
    if (begun != null) {
      begun.close();
    }
    try {
      closing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
