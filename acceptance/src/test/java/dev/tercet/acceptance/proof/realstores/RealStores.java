package dev.tercet.acceptance.proof.realstores;

import dev.tercet.acceptance.proof.world.Stores;
import dev.tercet.saga.answer.AnswerReader;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.money.BudgetStore;
import dev.tercet.saga.money.SpendReader;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.WordIndex;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.memory.queue.Mishap;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The stores under the real adapters, for one world at a time, whose processes live one after the
 * other and share adapters and connections: what a process takes with it, its locks, goes here.
 */
final class RealStores implements Stores, AutoCloseable {
  private final Servers servers;
  private final RealLedger ledger;
  private final RealQueue streams;
  private RealQueue queue;
  private final RealPoints points;

  private RealStores(Servers servers) throws SQLException {
    this.servers = servers;
    ledger = new RealLedger(servers.postgres);
    streams = new RealStreams(servers.redis);
    queue = streams;
    points = new RealPoints(servers.qdrant);
  }

  /** Starts what is not running yet, on that folder. */
  static RealStores start(Path data) throws IOException, SQLException {
    Servers servers = Servers.start(data);
    try {
      return new RealStores(servers);
    } catch (SQLException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  /** From now on the queues are the ledger's, or those of Redis. */
  void keepQueues(boolean inLedger) {
    queue = inLedger ? ledger.queue() : streams;
  }

  /** The stores with nothing in them, for another world. */
  RealStores emptied() {
    RealLedger.sql(ledger::empty);
    queue.lose();
    points.dropCollection();
    points.removeSentinel();
    return this;
  }

  @Override
  public SettableClock clock() {
    return ledger.clock.clock();
  }

  @Override
  public void later(Duration step) {
    RealLedger.sql(() -> ledger.clock.advance(step));
    queue.later(step);
  }

  @Override
  public ExtractionStore extractions() {
    return ledger.stores.extractions();
  }

  @Override
  public PassageStore passages() {
    return ledger.stores.passages();
  }

  @Override
  public EntityStore entities() {
    return ledger.stores.entities();
  }

  @Override
  public AnswerStore answers() {
    return ledger.stores.answers();
  }

  @Override
  public ClosingStore closings() {
    return ledger.stores.closings();
  }

  @Override
  public ProjectStore projects() {
    return ledger.stores.projects();
  }

  @Override
  public ExtractionReader reader() {
    return ledger.stores.extractionReader();
  }

  @Override
  public WorkerSessions sessions() {
    return ledger.sessions();
  }

  @Override
  public LedgerAudit audit() {
    return ledger.stores.recovery().audit();
  }

  @Override
  public ClaimReaper reaper() {
    return ledger.stores.recovery().reaper();
  }

  @Override
  public RemovalStore removalStore() {
    return ledger.stores.recovery().removals();
  }

  @Override
  public OrphanStore orphans() {
    return ledger.stores.recovery().orphans();
  }

  @Override
  public WordIndex wordIndex() {
    return ledger.stores.recovery().words();
  }

  @Override
  public ConversionStore conversions() {
    return ledger.stores.recovery().conversions();
  }

  @Override
  public RunStore runs() {
    return ledger.runs();
  }

  @Override
  public CollectionStore collections() {
    return ledger.stores.recovery().collections();
  }

  @Override
  public RetentionStore retention() {
    return ledger.stores.recovery().retention();
  }

  @Override
  public DeadLetters deadLetters() {
    return ledger.stores.reads().deadLetters();
  }

  @Override
  public BulkStore bulk() {
    return ledger.stores.bulk();
  }

  @Override
  public ProviderStates providers() {
    return ledger.stores.providers();
  }

  @Override
  public BatchStore batches() {
    return ledger.stores.batches().waiting();
  }

  @Override
  public ScheduleStore schedules() {
    return ledger.stores.schedules();
  }

  @Override
  public AnswerReader answerReader() {
    return ledger.stores.reads().answers();
  }

  @Override
  public SpendReader spend() {
    return ledger.stores.reads().spend();
  }

  @Override
  public BudgetStore budgets() {
    return ledger.stores.budgets();
  }

  @Override
  public JobQueue queue() {
    return queue.queue();
  }

  @Override
  public PointStore points() {
    return points.points;
  }

  @Override
  public PointStore sentinels() {
    return points.sentinels;
  }

  @Override
  public void kill(UUID session) {
    RealLedger.sql(() -> ledger.kill(session));
  }

  @Override
  public void kill(RunStore runs) {
    ledger.kill(runs);
  }

  @Override
  public void suffer(Mishap mishap) {
    queue.suffer(mishap);
  }

  @Override
  public void loseQueue() {
    queue.lose();
  }

  @Override
  public void loseCollection() {
    points.dropCollection();
  }

  @Override
  public void loseBucketIndex() {
    points.dropBucketIndex();
  }

  @Override
  public Snapshot.Ledger inspect() {
    return ledger.inspect();
  }

  @Override
  public List<StoredPoint> standing() {
    return points.standing();
  }

  @Override
  public List<Publication> entries() {
    return queue.entries();
  }

  @Override
  public void close() throws IOException, SQLException {
    try (servers;
        ledger;
        streams) {
      points.close();
    }
  }
}
