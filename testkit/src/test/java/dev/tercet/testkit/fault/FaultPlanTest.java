package dev.tercet.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.memory.InMemoryLedger;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {
  private final Counter real = Counter.inMemory();

  @ParameterizedTest
  @CsvSource({
    "REFUSED,                  10",
    "TIMED_OUT_WITHOUT_EFFECT, 10",
    "TIMED_OUT_WITH_EFFECT,    11",
  })
  void looksLikeAStoreThatIsAway(Fault fault, long expected) {
    Counter counter = around(FaultPlan.at(2, fault));
    counter.add(10);

    assertThatThrownBy(() -> counter.add(1))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class,
            away -> assertThat(away.store()).isEqualTo(Store.REDIS));

    assertThat(real.value()).isEqualTo(expected);
    assertThat(counter.add(100)).as("the next call goes through").isEqualTo(expected + 100);
  }

  @ParameterizedTest
  @CsvSource({"CRASH_BEFORE, 10", "CRASH_AFTER, 11"})
  void endsTheProcessWithACrash(Fault fault, long expected) {
    FaultPlan plan = FaultPlan.at(2, fault);
    Counter counter = around(plan);
    counter.add(10);

    assertThatThrownBy(() -> counter.add(1)).isInstanceOf(SimulatedCrash.class);

    assertThat(plan.isDead()).isTrue();
    assertThat(real.value()).isEqualTo(expected);
    assertThatThrownBy(() -> counter.add(100))
        .as("the dead call nobody")
        .isInstanceOf(SimulatedCrash.class);
    assertThat(real.value()).isEqualTo(expected);
    assertThat(plan.callsAfterDeath()).containsExactly("Counter.add");
  }

  @Test
  void takesEffectTwiceAndAnswersOnceWhenDoubled() {
    Counter counter = around(FaultPlan.at(1, Fault.DOUBLED));

    assertThat(counter.add(5)).isEqualTo(5);
    assertThat(real.value()).isEqualTo(10);
  }

  @Test
  void countsEveryCallAndNothingElse() {
    FaultPlan plan = FaultPlan.none();
    Counter counter = around(plan);
    counter.add(1);
    assertThat(counter.toString()).isEqualTo(real.toString());
    assertThat(counter.value()).isEqualTo(1);

    assertThat(plan.calls()).containsExactly("Counter.add", "Counter.value");
  }

  @Test
  void strikesTheHandlesThatAPortGivesOut() {
    InMemoryLedger ledger = new InMemoryLedger(new SettableClock());
    FaultPlan plan = FaultPlan.at(2, Fault.REFUSED);
    WorkerSessions sessions = plan.around(WorkerSessions.class, ledger.sessions(), Store.POSTGRES);
    Session session = sessions.open(new Worker("host", 1, "test", 1), Duration.ofMinutes(1));

    ThrowingCallable beat = session::beat;

    assertThatThrownBy(beat).isInstanceOf(StoreUnavailableException.class);
    assertThat(session.beat()).isTrue();
    assertThat(plan.calls()).containsExactly("WorkerSessions.open", "Session.beat", "Session.beat");
  }

  @Test
  void letsWhatTheStoreItselfThrowsThrough() {
    Counter broken =
        FaultPlan.none()
            .around(
                Counter.class,
                new Counter() {
                  @Override
                  public long add(long amount) {
                    throw new IllegalStateException("mine");
                  }

                  @Override
                  public long value() {
                    return 0;
                  }

                  @Override
                  public void set(long value) {
                    throw new IllegalStateException("mine");
                  }
                },
                Store.REDIS);

    assertThatThrownBy(() -> broken.add(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
  }

  @Test
  void aProcessThatIsKilledMakesNoCallAnyMore() {
    FaultPlan plan = FaultPlan.none();
    Counter seen = around(plan);
    seen.add(1);

    plan.kill();

    assertThat(plan.isDead()).isTrue();
    assertThatThrownBy(() -> seen.add(1)).isInstanceOf(SimulatedCrash.class);
    assertThat(real.value()).isEqualTo(1);
  }

  @Test
  void namesTheCallThatWasStruckOnceItWas() {
    FaultPlan plan = FaultPlan.at(2, Fault.DOUBLED);
    Counter seen = around(plan);
    seen.add(1);
    assertThat(plan.struck()).isEmpty();

    seen.value();

    assertThat(plan.struck()).contains("Counter.value");
  }

  private Counter around(FaultPlan plan) {
    return plan.around(Counter.class, real, Store.REDIS);
  }
}
