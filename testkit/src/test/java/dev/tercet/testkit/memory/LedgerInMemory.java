package dev.tercet.testkit.memory;

import dev.tercet.saga.SagaTransitions;
import dev.tercet.testkit.LedgerPorts;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.memory.table.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The ledger in memory, as the contracts want it. */
final class LedgerInMemory implements Ledger, LedgerPorts.Delegated {
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
  public LedgerPorts ports() {
    return ledger;
  }

  @Override
  public void kill(UUID session) {
    ledger.kill(session);
  }

  @Override
  public void forget(UUID session) {
    ledger.forget(session);
  }

  @Override
  public void shut(UUID session) {
    ledger.shut(session);
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
