package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.A;
import static dev.tercet.acceptance.proof.scenario.Acts.C;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Scenario.scenario;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.SagaEvent.Claimed;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.SessionClosedException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.testkit.fault.PortArguments;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.table.Transitions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Workers that were frozen or whose clock was stepped, and go on. */
public final class Waking {
  private Waking() {}

  static List<Scenario> all() {
    return List.of(
        scenario(
            "a worker that wakes up in a closed session",
            post("c", C),
            Run::work,
            post("a", A),
            Run::publish,
            later(1),
            Run::release,
            Run::wakeUp,
            run -> run.atOnce(Waking::allAreDone)),
        scenario(
            "a clock that is put back while a worker rests",
            run -> run.world.vectors.meanwhile(Waking::pointsAreAway),
            post("a", A),
            Run::work,
            run -> run.stepClock(Duration.ofHours(-1)),
            later(2),
            Run::work,
            run -> run.atOnce(Waking::allAreDone)));
  }

  /** The attempt can only wait, and its worker rests. */
  private static void pointsAreAway() {
    throw new StoreUnavailableException(Store.QDRANT, "away", new IllegalStateException("away"));
  }

  /** What a process measures is measured by the wall clock. */
  public static Mutant measuresByTheWall() {
    return new Mutant() {
      @Override
      public InstantSource steady(InstantSource steady, InstantSource wall) {
        return wall;
      }
    };
  }

  private static void allAreDone(World world) {
    if (world.snapshot().ledger().extractions().stream()
        .anyMatch(row -> row.status() != Status.DONE)) {
      world.witness.alarm("section 7: a document waits, and its worker is awake");
    }
  }

  /** A claim asks nothing of its session. */
  public static Mutant claimsInAClosedSession() {
    AtomicReference<@Nullable UUID> closed = new AtomicReference<>();
    return new Mutant() {
      @Override
      public Transitions transitions() {
        return (state, event, now) -> {
          UUID session = closed.get();
          return SagaTransitions.apply(
              state,
              session != null && event instanceof Claimed(var old, var epoch, _, var deadline)
                  ? new Claimed(old, epoch, session, deadline)
                  : event,
              now);
        };
      }

      @Override
      public <T> T inStore(World world, Class<T> port, T store) {
        return Replaced.in(
            port,
            store,
            ExtractionStore.class,
            "claimTaken",
            (extractions, arguments) -> {
              Duration timeout = (Duration) arguments[2];
              try {
                return extractions.claimTaken(
                    PortArguments.deliveries(arguments[0]), (UUID) arguments[1], timeout);
              } catch (SessionClosedException e) {
                closed.set((UUID) arguments[1]);
                UUID open =
                    world.stores.sessions().open(new Worker("host", 3, "proof", 1), timeout).id();
                return extractions.claimTaken(
                    PortArguments.deliveries(arguments[0]), open, timeout);
              } finally {
                closed.set(null);
              }
            });
      }
    };
  }

  /** What a closed session could not claim is settled as if it had been decided. */
  public static Mutant settlesWhatWasNotDecided() {
    return Mutant.ofProcess(
        ExtractionStore.class,
        "claimTaken",
        (extractions, arguments) -> {
          try {
            return extractions.claimTaken(
                PortArguments.deliveries(arguments[0]),
                (UUID) arguments[1],
                (Duration) arguments[2]);
          } catch (SessionClosedException e) {
            return List.of();
          }
        });
  }
}
