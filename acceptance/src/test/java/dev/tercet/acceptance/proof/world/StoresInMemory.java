package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.queue.Publication;
import dev.tercet.testkit.LedgerPorts;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.memory.InMemoryLedger;
import dev.tercet.testkit.memory.point.InMemoryPointStore;
import dev.tercet.testkit.memory.queue.InMemoryJobQueue;
import dev.tercet.testkit.memory.queue.Mishap;
import dev.tercet.testkit.memory.table.Transitions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The fakes of the testkit, all on one clock. */
public final class StoresInMemory implements Stores, LedgerPorts.Delegated {
  private final SettableClock clock = new SettableClock();
  private final InMemoryLedger ledger;
  private final InMemoryJobQueue queue = new InMemoryJobQueue(clock);
  private final InMemoryPointStore points =
      new InMemoryPointStore("proof", World.OWNER, SmallVectors.DIMENSION);

  private final InMemoryPointStore sentinels = new InMemoryPointStore("sentinels", World.OWNER, 1);

  /** Stores whose ledger moves by {@code transitions}. */
  public StoresInMemory(Transitions transitions) {
    ledger = new InMemoryLedger(clock, transitions);
  }

  @Override
  public LedgerPorts ports() {
    return ledger;
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
  public JobQueue queue() {
    return queue;
  }

  @Override
  public PointStore points() {
    return points;
  }

  @Override
  public PointStore sentinels() {
    return sentinels;
  }

  @Override
  public void kill(UUID session) {
    ledger.kill(session);
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
    queue.flushAll();
  }

  /** Redis starts again with all its data. */
  public void restartQueue() {
    queue.restart();
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
    return points.points();
  }

  @Override
  public List<Publication> entries() {
    return queue.entries();
  }
}
