package dev.tercet.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.RecoveryStore;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.memory.InMemoryLedger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One process of the installation does the frequent looks. */
class ElectionTest {
  private final InMemoryLedger ledger = new InMemoryLedger(new SettableClock());
  private final AtomicLong nanos = new AtomicLong();
  private final RecoveryStore first = ledger.recovery();
  private final RecoveryStore second = ledger.recovery();
  private final Election one = new Election(first, nanos::get);
  private final Election other = new Election(second, nanos::get);

  private void aMomentPasses() {
    nanos.addAndGet(Election.PAUSE.toNanos());
  }

  @Test
  void oneIsElectedAndStaysSo() {
    assertThat(one.isElected()).isTrue();
    assertThat(other.isElected()).isFalse();
    aMomentPasses();

    assertThat(other.isElected()).isFalse();
    assertThat(one.isElected()).isTrue();
  }

  @Test
  void anotherGoesOnWhenItHasDiedOrStopped() {
    assertThat(one.isElected()).isTrue();
    assertThat(other.isElected()).isFalse();
    ledger.kill(first);
    aMomentPasses();

    assertThat(other.isElected()).as("its lock went with its connection").isTrue();
    assertThat(one.isElected()).as("it has heard of that").isFalse();

    other.close();
    aMomentPasses();
    assertThat(one.isElected()).isTrue();
  }
}
