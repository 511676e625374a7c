package dev.tercet.acceptance.proof;

import dev.tercet.saga.AnswerStore;
import dev.tercet.saga.ClaimReaper;
import dev.tercet.saga.ConversionStore;
import dev.tercet.saga.EntityStore;
import dev.tercet.saga.ExtractionReader;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.OrphanStore;
import dev.tercet.saga.PassageStore;
import dev.tercet.saga.PointStore;
import dev.tercet.saga.PointStore.StoredPoint;
import dev.tercet.saga.ProjectStore;
import dev.tercet.saga.Publication;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.SagaStore;
import dev.tercet.saga.WorkerSessions;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.memory.InMemoryJobQueue;
import dev.tercet.testkit.memory.InMemoryLedger;
import dev.tercet.testkit.memory.InMemoryPointStore;
import dev.tercet.testkit.memory.Transitions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The fakes of the testkit, all on one clock. */
final class StoresInMemory implements Stores {
  private final SettableClock clock = new SettableClock();
  private final InMemoryLedger ledger;
  private final InMemoryJobQueue queue = new InMemoryJobQueue(clock);
  private final InMemoryPointStore points =
      new InMemoryPointStore("proof", World.OWNER, Vectors.DIMENSION);

  /** Stores whose ledger moves by {@code transitions}. */
  StoresInMemory(Transitions transitions) {
    ledger = new InMemoryLedger(clock, transitions);
  }

  @Override
  public SettableClock clock() {
    return clock;
  }

  @Override
  public void later(Duration step) {
    clock.advance(step);
  }

  @Override
  public SagaStore sagas() {
    return ledger.sagas();
  }

  @Override
  public PassageStore passages() {
    return ledger.passages();
  }

  @Override
  public EntityStore entities() {
    return ledger.entities();
  }

  @Override
  public AnswerStore answers() {
    return ledger.answers();
  }

  @Override
  public ProjectStore projects() {
    return ledger.projects();
  }

  @Override
  public ExtractionReader reader() {
    return ledger.reader();
  }

  @Override
  public WorkerSessions sessions() {
    return ledger.sessions();
  }

  @Override
  public LedgerAudit audit() {
    return ledger.audit();
  }

  @Override
  public ClaimReaper reaper() {
    return ledger.reaper();
  }

  @Override
  public RemovalStore removals() {
    return ledger.removalStore();
  }

  @Override
  public OrphanStore orphans() {
    return ledger.orphans();
  }

  @Override
  public ConversionStore conversions() {
    return ledger.conversions();
  }

  @Override
  public RecoveryStore recovery() {
    return ledger.recovery();
  }

  @Override
  public JobQueue queue() {
    return queue;
  }

  @Override
  public PointStore points() {
    return points;
  }

  @Override
  public void kill(UUID session) {
    ledger.kill(session);
  }

  @Override
  public void kill(RecoveryStore recovery) {
    ledger.kill(recovery);
  }

  @Override
  public void loseQueue() {
    queue.flushAll();
  }

  /** Redis starts again with all its data. */
  void restartQueue() {
    queue.restart();
  }

  @Override
  public void loseCollection() {
    points.dropCollection();
  }

  @Override
  public Snapshot.Ledger inspect() {
    return ledger.inspect();
  }

  @Override
  public List<StoredPoint> standing() {
    return points.points();
  }

  @Override
  public List<Publication> entries() {
    return queue.entries();
  }
}
