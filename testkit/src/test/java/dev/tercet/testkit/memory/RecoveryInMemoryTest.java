package dev.tercet.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.port.ClaimReaper.Ended;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What only the ledger in memory can play: processes and servers that die at will. */
class RecoveryInMemoryTest {
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final SettableClock clock = new SettableClock();
  private final InMemoryLedger ledger = new InMemoryLedger(clock);

  @Test
  void freesTheLocksOfAProcessThatDied() {
    UUID project = UUID.randomUUID();
    RunStore first = ledger.runs();
    RunStore second = ledger.runs();
    RunStore.RunLock lost = first.tryLock(project).orElseThrow();
    assertThat(second.tryLock(null)).isPresent();
    assertThat(second.tryLock(project)).isEmpty();

    ledger.kill(first);

    assertThat(second.tryLock(project)).as("the lock of the dead process").isPresent();
    assertThat(first.tryLock(null)).as("the lock of the other process").isEmpty();
    lost.close();
    assertThat(first.tryLock(project)).as("what the dead process still closes").isEmpty();
  }

  @Test
  void trustsNoSignWithinOneLeaseOfTheServersStart() {
    Session session = ledger.sessions().open(new Worker("host", 1, "test", 8), LEASE);
    ledger.restartServer();
    clock.advance(LEASE);

    assertThat(ledger.reaper().end(session.id(), LEASE, 3)).isEmpty();

    clock.advance(Duration.ofMillis(1));
    assertThat(ledger.reaper().end(session.id(), LEASE, 3))
        .contains(new Ended(ReleaseCause.CRASHED, 0, 0));
  }
}
