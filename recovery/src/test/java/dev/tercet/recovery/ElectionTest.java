package dev.tercet.recovery;

import static dev.tercet.saga.DueWork.Reconciler.ANOTHER;
import static dev.tercet.saga.DueWork.Reconciler.NOBODY;
import static dev.tercet.saga.DueWork.Reconciler.THIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.RunStore;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.memory.InMemoryLedger;
import org.junit.jupiter.api.Test;

/** One process of the installation does the frequent looks. */
class ElectionTest {
  private final InMemoryLedger ledger = new InMemoryLedger(new SettableClock());
  private final RunStore first = ledger.runs();
  private final RunStore second = ledger.runs();
  private final Election one = new Election(first);
  private final Election other = new Election(second);

  @Test
  void oneOfThoseThatSawNobodyIsElectedAndStaysSo() {
    assertThat(one.isElected(NOBODY)).isTrue();
    assertThat(other.isElected(NOBODY)).isFalse();

    assertThat(other.isElected(ANOTHER)).isFalse();
    assertThat(one.isElected(THIS)).isTrue();
  }

  @Test
  void anotherGoesOnWhenItHasDiedOrStopped() {
    assertThat(one.isElected(NOBODY)).isTrue();
    ledger.kill(first);

    assertThat(other.isElected(NOBODY)).as("its lock went with its connection").isTrue();
    assertThat(one.isElected(ANOTHER)).as("it has heard of that").isFalse();

    other.close();
    assertThat(one.isElected(NOBODY)).isTrue();
    assertThat(other.isElected(NOBODY)).as("it has stopped").isFalse();
  }

  @Test
  void isElectedAgainWhenItsLockWasLostAndNobodyTookIt() {
    assertThat(one.isElected(NOBODY)).isTrue();
    ledger.kill(first);

    assertThat(one.isElected(NOBODY)).isTrue();
    assertThat(one.isElected(THIS)).isTrue();
  }
}
