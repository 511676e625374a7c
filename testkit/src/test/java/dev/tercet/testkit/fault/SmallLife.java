package dev.tercet.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.check.InvariantChecker;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.contract.Submissions;
import dev.tercet.testkit.memory.InMemoryLedger;
import dev.tercet.testkit.memory.queue.InMemoryJobQueue;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The smallest process that takes a document through ledger and queue, dies, and starts again. */
final class SmallLife {
  /** How many calls an undisturbed life makes. */
  static final int CALLS = 8;

  private static final Duration LEASE = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock();
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final InMemoryJobQueue queue = new InMemoryJobQueue(clock);
  private final UUID project = ledger.projects().put("t", "p", "{}", "{}").project().id();
  private final Submission letter =
      Submissions.plain(
          new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L), project, "a letter", "words");
  private final FaultPlan plan;
  private final boolean settlesAfterTheClaim;

  SmallLife(FaultPlan plan, boolean settlesAfterTheClaim) {
    this.plan = plan;
    this.settlesAfterTheClaim = settlesAfterTheClaim;
  }

  void liveAndRecover() {
    try {
      work(plan);
    } catch (SimulatedCrash e) {
      assertThat(plan.isDead()).as(e.getMessage()).isTrue();
    }
    assertThat(InvariantChecker.always(snapshot())).isEmpty();
    recover();

    assertThat(InvariantChecker.atRest(snapshot())).isEmpty();
    assertThat(ledger.inspect().extractions())
        .as("a document whose sender was told that it is accepted")
        .allMatch(row -> row.status() == Status.DONE);
    assertThat(queue.depth().values()).as("messages left behind").containsOnly(0L);
  }

  /** Ends the dead, takes over what stranded with them, and publishes what is due. */
  private void recover() {
    ledger.inspect().extractions().forEach(row -> endSession(row.session()));
    Session session = open(ledger.sessions());
    complete(
        ledger.extractions(), queue, session, queue.takeStranded(session.id(), Duration.ZERO, 10));
    ledger
        .extractions()
        .due(Duration.ZERO, 10)
        .forEach(due -> ledger.extractions().published(queue.publish(due.hint(), due.queue())));
    complete(ledger.extractions(), queue, session, queue.take(session.id(), 10, Duration.ZERO));
  }

  private void endSession(@Nullable UUID session) {
    if (session != null) {
      ledger.kill(session);
      ledger.endIfDead(session, 3);
    }
  }

  private Snapshot snapshot() {
    return new Snapshot(ledger.inspect(), List.of(), queue.entries());
  }

  private void work(FaultPlan faults) {
    ExtractionStore extractions =
        faults.around(ExtractionStore.class, ledger.extractions(), Store.POSTGRES);
    JobQueue hints = faults.around(JobQueue.class, queue, Store.REDIS);
    WorkerSessions sessions =
        faults.around(WorkerSessions.class, ledger.sessions(), Store.POSTGRES);
    Session session = open(sessions);
    retried(() -> extractions.accept(letter));
    var publication = retried(() -> hints.publish(new Hint(letter.id(), 0), QueueName.DEFAULT));
    retried(() -> extractions.published(publication));
    List<Delivery> taken = retried(() -> hints.take(session.id(), 10, Duration.ZERO));
    if (settlesAfterTheClaim) {
      complete(extractions, hints, session, taken);
    } else {
      settleAndComplete(extractions, hints, session, taken);
    }
  }

  private Session open(WorkerSessions sessions) {
    return retried(() -> sessions.open(new Worker("host", 1, "test", 1), LEASE));
  }

  private static void complete(
      ExtractionStore extractions, JobQueue hints, Session session, List<Delivery> taken) {
    List<Claim> claims = claim(extractions, session, taken);
    settle(hints, taken);
    claims.forEach(claim -> retried(() -> extractions.complete(claim)));
  }

  /** What no program may do: whoever dies in between has lost the message. */
  private static void settleAndComplete(
      ExtractionStore extractions, JobQueue hints, Session session, List<Delivery> taken) {
    settle(hints, taken);
    claim(extractions, session, taken).forEach(claim -> retried(() -> extractions.complete(claim)));
  }

  private static List<Claim> claim(
      ExtractionStore extractions, Session session, List<Delivery> taken) {
    return retried(
        () -> extractions.claim(taken.stream().map(Delivery::hint).toList(), session.id(), LEASE));
  }

  private static void settle(JobQueue hints, List<Delivery> taken) {
    retried(() -> {
      hints.settle(taken);
      return true;
    });
  }

  private static <T> T retried(Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreUnavailableException _) {
      return call.get();
    }
  }
}
