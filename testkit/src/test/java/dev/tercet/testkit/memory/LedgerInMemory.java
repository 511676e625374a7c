package dev.tercet.testkit.memory;

import dev.tercet.saga.AnswerStore;
import dev.tercet.saga.ClaimReaper;
import dev.tercet.saga.ConversionStore;
import dev.tercet.saga.EntityStore;
import dev.tercet.saga.ExtractionReader;
import dev.tercet.saga.LedgerAudit;
import dev.tercet.saga.OrphanStore;
import dev.tercet.saga.PassageStore;
import dev.tercet.saga.ProjectStore;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RemovalStore;
import dev.tercet.saga.SagaStore;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.WorkerSessions;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.contract.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The ledger in memory, as the contracts want it. */
final class LedgerInMemory implements Ledger {
  private final SettableClock clock = new SettableClock();
  private final InMemoryLedger ledger;

  LedgerInMemory() {
    this(SagaTransitions::apply);
  }

  LedgerInMemory(Transitions transitions) {
    ledger = new InMemoryLedger(clock, transitions);
    ledger.restartServer();
    clock.advance(Duration.ofHours(1));
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
  public RemovalStore removalStore() {
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
  public void kill(UUID session) {
    ledger.kill(session);
  }

  @Override
  public void reconnected() {
    ledger.reconnected();
  }

  @Override
  public void age(Duration by) {
    clock.advance(by);
  }

  @Override
  public Set<UUID> removals() {
    return ledger.removals();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void letAMomentPass() {
    clock.advance(Duration.ofMillis(5));
  }

  @Override
  public void close() {}
}
