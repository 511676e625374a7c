package dev.tercet.acceptance.proof.mutant;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Progress;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaEvent.Advanced;
import dev.tercet.saga.SagaEvent.Claimed;
import dev.tercet.saga.SagaEvent.Completed;
import dev.tercet.saga.SagaEvent.GivenUp;
import dev.tercet.saga.SagaEvent.Outdated;
import dev.tercet.saga.SagaEvent.Overtaken;
import dev.tercet.saga.SagaEvent.Postponed;
import dev.tercet.saga.SagaEvent.Released;
import dev.tercet.saga.SagaState.Deleting;
import dev.tercet.saga.SagaState.Done;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.table.Transitions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Ledgers that each break one rule. */
final class LedgerMutants {
  private LedgerMutants() {}

  private static Mutant moving(Transitions transitions) {
    return new Mutant() {
      @Override
      public Transitions transitions() {
        return transitions;
      }
    };
  }

  /** A claim takes a row whatever epoch its message names. */
  static Mutant claimIgnoresEpoch() {
    return moving((state, event, now) ->
        SagaTransitions.apply(
            state,
            event instanceof Claimed(var _, var epoch, var session, var deadline)
                ? new Claimed(state.progress().epoch(), epoch, session, deadline)
                : event,
            now));
  }

  /** Whoever once held a claim of the session may write, whatever its epoch. */
  static Mutant attemptIgnoresEpoch() {
    return moving((state, event, now) ->
        state instanceof Processing held
            ? SagaTransitions.apply(
                state,
                switch (event) {
                  case Advanced it ->
                      new Advanced(epoch(held), it.session(), it.stage(), it.deadline());
                  case Completed it -> new Completed(epoch(held), it.session());
                  case Postponed it ->
                      new Postponed(epoch(held), it.session(), it.dueAt(), it.counted());
                  case GivenUp it -> new GivenUp(epoch(held), it.session(), it.failure());
                  default -> event;
                },
                now)
            : SagaTransitions.apply(state, event, now));
  }

  private static long epoch(Processing held) {
    return held.progress().epoch();
  }

  /** The second claim has the epoch of the first. */
  static Mutant epochDoesNotGrow() {
    return moving((state, event, now) ->
        SagaTransitions.apply(state, event, now)
            .map(next ->
                next instanceof Processing held
                        && event instanceof Claimed
                        && state.progress().epoch() > 0
                    ? new Processing(
                        now,
                        new Progress(
                            state.progress().epoch(),
                            held.progress().stage(),
                            held.progress().attempts(),
                            held.progress().crashes()),
                        held.session(),
                        held.deadline())
                    : next));
  }

  /** An old version that finishes late takes the place of the newer one. */
  static Mutant olderVersionWins() {
    return moving((state, event, now) ->
        SagaTransitions.apply(
            state,
            event instanceof Overtaken(var epoch, var session)
                ? new Completed(epoch, session)
                : event,
            now));
  }

  /** A newer version does not end the unfinished older ones. */
  static Mutant olderVersionGoesOn() {
    return moving((state, event, now) ->
        event instanceof Outdated(var finished) && !finished
            ? Optional.empty()
            : SagaTransitions.apply(state, event, now));
  }

  /** A version that is done stays done beside its successor. */
  static Mutant predecessorStays() {
    return moving((state, event, now) ->
        event instanceof Outdated && state instanceof Done
            ? Optional.empty()
            : SagaTransitions.apply(state, event, now));
  }

  /** A worker may complete what is being deleted. */
  static Mutant completionBeatsDeletion() {
    return moving((state, event, now) ->
        state instanceof Deleting && event instanceof Completed
            ? Optional.of(new Done(now, state.progress()))
            : SagaTransitions.apply(state, event, now));
  }

  /** A stale heartbeat is taken for a death, and counted. */
  static Mutant staleHeartbeatCountsAsCrash() {
    return moving((state, event, now) ->
        SagaTransitions.apply(
            state,
            event instanceof Released it && it.cause() != ReleaseCause.DEADLINE_PASSED
                ? new Released(
                    it.epoch(),
                    it.session(),
                    ReleaseCause.CRASHED,
                    it.maxCrashes(),
                    it.maxAttempts())
                : event,
            now));
  }

  /** The same document of long ago is enough to accept nothing new. */
  static Mutant deduplicatesAgainstAnyVersion() {
    Map<List<Object>, UUID> accepted = new HashMap<>();
    return storing(
        "accept",
        (world, real, arguments) -> {
          Submission it = (Submission) arguments[0];
          UUID earlier = accepted.get(List.of(it.document().source(), it.fingerprint()));
          if (earlier != null) {
            var extraction = world.stores.reader().find(it.project(), earlier);
            if (extraction.isPresent()) {
              return new Acceptance.Existing(extraction.get());
            }
          }
          Acceptance now = real.accept(it);
          if (now instanceof Acceptance.Accepted(var extraction)) {
            accepted.put(List.of(it.document().source(), it.fingerprint()), extraction.id());
          }
          return now;
        });
  }

  /** A successor leaves its predecessor's points to nobody. */
  static Mutant supersedesWithoutRemoval() {
    return storing(
        "complete",
        (world, real, arguments) -> {
          Object completion = real.complete((Claim) arguments[0]);
          RemovalStore removals = world.stores.removalStore();
          removals.finished(
              removals.due(new Scope.Everything(), 1_000).stream()
                  .filter(it -> it.reason() == RemovalStore.Reason.SUPERSEDED)
                  .toList());
          return completion;
        });
  }

  /** What a document is done without is kept nowhere. */
  static Mutant forgetsFailedPassages() {
    return storing(
        "completeWithout", (world, real, arguments) -> real.complete((Claim) arguments[0]));
  }

  /** The predecessor goes when its successor is about to be done. */
  static Mutant predecessorGoesFirst() {
    return new Mutant() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        return Replaced.in(
            port,
            outside,
            ExtractionStore.class,
            "complete",
            (extractions, arguments) -> {
              Claim claim = (Claim) arguments[0];
              world.stores.inspect().extractions().stream()
                  .filter(row -> row.status() == Status.DONE)
                  .filter(row -> sourceOf(world, claim).equals(Optional.of(row.source())))
                  .forEach(row -> extractions.delete(claim.project(), row.id()));
              return extractions.complete(claim);
            });
      }
    };
  }

  private static Optional<String> sourceOf(World world, Claim claim) {
    return world.stores.inspect().extractions().stream()
        .filter(row -> row.id().equals(claim.extraction()))
        .map(row -> row.source())
        .findFirst();
  }

  /** What the ledger does instead. */
  @FunctionalInterface
  private interface Act {
    Object call(World world, ExtractionStore real, Object[] arguments);
  }

  private static Mutant storing(String method, Act act) {
    return new Mutant() {
      @Override
      public <T> T inStore(World world, Class<T> port, T store) {
        return Replaced.in(
            port,
            store,
            ExtractionStore.class,
            method,
            (real, arguments) -> act.call(world, real, arguments));
      }
    };
  }
}
