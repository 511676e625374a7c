package dev.tercet.testkit.memory;

import dev.tercet.saga.Progress;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaEvent.Advanced;
import dev.tercet.saga.SagaEvent.Claimed;
import dev.tercet.saga.SagaEvent.Completed;
import dev.tercet.saga.SagaEvent.GivenUp;
import dev.tercet.saga.SagaEvent.Outdated;
import dev.tercet.saga.SagaEvent.Overtaken;
import dev.tercet.saga.SagaEvent.Postponed;
import dev.tercet.saga.SagaEvent.Released;
import dev.tercet.saga.SagaEvent.RetryRequested;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.SagaState.Done;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.SagaState.Queued;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Position;
import dev.tercet.testkit.contract.ExtractionStoreContract;
import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.fault.PortArguments;
import dev.tercet.testkit.fault.Replaced;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Ledgers that each break one rule of the specification. */
final class BrokenLedgers {
  private BrokenLedgers() {}

  /** A ledger of which one method of one port does something else. */
  static <P> Ledger with(Class<P> port, String method, Replaced.Act<P> act) {
    Ledger ledger = new LedgerInMemory();
    Method accessor =
        Stream.of(Ledger.class.getMethods())
            .filter(it -> it.getReturnType().equals(port))
            .findFirst()
            .orElseThrow();
    try {
      P broken = Replaced.method(port, port.cast(accessor.invoke(ledger)), method, act);
      return Replaced.method(Ledger.class, ledger, accessor.getName(), (_, _) -> broken);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(port + " cannot be asked for", e);
    }
  }

  /** A suite over a ledger that moves by other rules. */
  abstract static class Broken extends ExtractionStoreContract {
    @Override
    protected Ledger freshLedger() {
      return new LedgerInMemory(this::move);
    }

    abstract Optional<SagaState> move(SagaState state, SagaEvent event, Instant now);
  }

  /** Any attempt of the session may write. */
  static final class IgnoresTheEpoch extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return state instanceof Processing held
          ? SagaTransitions.apply(
              state, from(event, held.progress().epoch(), sessionOf(event, held)), now)
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** Any session that knows the epoch may write. */
  static final class IgnoresTheSession extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return state instanceof Processing held
          ? SagaTransitions.apply(state, from(event, epochOf(event), held.session()), now)
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** A message is noted whatever epoch the row has by now. */
  static final class NotesMessagesOfAnyEpoch extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return SagaTransitions.apply(
          state,
          event instanceof SagaEvent.Published(var _, var position, var marker)
              ? new SagaEvent.Published(state.progress().epoch(), position, marker)
              : event,
          now);
    }
  }

  /** The history of what a message brought says nothing of it. */
  static final class HidesThatItWasQueued extends ExtractionStoreContract {
    @Override
    protected Ledger freshLedger() {
      return with(
          ExtractionStore.class,
          "claimTaken",
          (real, arguments) ->
              real.claim(
                  PortArguments.deliveries(arguments[0]).stream().map(Delivery::hint).toList(),
                  (UUID) arguments[1],
                  (Duration) arguments[2]));
    }
  }

  /** What is due later may be claimed now. */
  static final class ClaimsTooEarly extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return state instanceof Pending waiting && event instanceof Claimed
          ? SagaTransitions.apply(new Pending(waiting.since(), waiting.progress(), now), event, now)
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** A held extraction may be claimed again. */
  static final class ClaimsWhatIsHeld extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return state instanceof Processing held && event instanceof Claimed
          ? SagaTransitions.apply(
              new Queued(now, held.progress(), new Position("1-0"), ""), event, now)
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** An old version that finishes late takes the place of the newer one. */
  static final class LetsTheOlderVersionWin extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return event instanceof Overtaken(var epoch, var session)
          ? SagaTransitions.apply(state, new Completed(epoch, session), now)
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** A newer version does not end the unfinished older ones. */
  static final class LeavesOlderVersionsRunning extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return event instanceof Outdated(var finished) && !finished
          ? Optional.empty()
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** A newer version that is done leaves the older one done, too. */
  static final class KeepsThePredecessor extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return event instanceof Outdated && state instanceof Done
          ? Optional.empty()
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** A worker may complete what is being deleted. */
  static final class LetsACompletionWinOverADeletion extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return state instanceof SagaState.Deleting && event instanceof Completed
          ? Optional.of(new Done(now, state.progress()))
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** A retry starts with the old counters. */
  static final class KeepsCountersAtARetry extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return SagaTransitions.apply(state, event, now)
          .map(next ->
              event instanceof RetryRequested
                  ? new Pending(next.since(), state.progress(), now)
                  : next);
    }
  }

  /** A worker that stops in good order costs its documents an attempt. */
  static final class CountsADrain extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return SagaTransitions.apply(state, event, now)
          .map(next ->
              event instanceof Released released && released.cause() == ReleaseCause.DRAINED
                  ? new Pending(now, state.progress(), now)
                  : next);
    }
  }

  /** A document may kill workers for ever. */
  static final class ForgetsCrashes extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return SagaTransitions.apply(state, event, now)
          .map(next ->
              next instanceof Pending pending
                  ? new Pending(now, uncrashed(pending.progress()), pending.dueAt())
                  : next);
    }

    private static Progress uncrashed(Progress progress) {
      return new Progress(progress.epoch(), progress.stage(), progress.attempts(), 0);
    }
  }

  /** A late report of an early stage makes the next attempt start over. */
  static final class GoesBackAStage extends Broken {
    @Override
    Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return SagaTransitions.apply(state, event, now)
          .map(next ->
              next instanceof Processing held && event instanceof Advanced advanced
                  ? new Processing(
                      held.since(),
                      new Progress(
                          advanced.epoch(),
                          advanced.stage(),
                          held.progress().attempts(),
                          held.progress().crashes()),
                      held.session(),
                      held.deadline())
                  : next);
    }
  }

  private static long epochOf(SagaEvent event) {
    return switch (event) {
      case Advanced it -> it.epoch();
      case Completed it -> it.epoch();
      case Overtaken it -> it.epoch();
      case Postponed it -> it.epoch();
      case GivenUp it -> it.epoch();
      case Released it -> it.epoch();
      case SagaEvent.Published _,
          Claimed _,
          SagaEvent.Hastened _,
          SagaEvent.CrashTakenBack _,
          Outdated _,
          SagaEvent.CancelRequested _,
          RetryRequested _,
          SagaEvent.DeleteRequested _ ->
          0;
    };
  }

  private static UUID sessionOf(SagaEvent event, Processing held) {
    return switch (event) {
      case Advanced it -> it.session();
      case Completed it -> it.session();
      case Overtaken it -> it.session();
      case Postponed it -> it.session();
      case GivenUp it -> it.session();
      case Released it -> it.session();
      case SagaEvent.Published _,
          Claimed _,
          SagaEvent.Hastened _,
          SagaEvent.CrashTakenBack _,
          Outdated _,
          SagaEvent.CancelRequested _,
          RetryRequested _,
          SagaEvent.DeleteRequested _ ->
          held.session();
    };
  }

  /** The same event as if another holder had sent it. */
  private static SagaEvent from(SagaEvent event, long epoch, UUID session) {
    return switch (event) {
      case Advanced it -> new Advanced(epoch, session, it.stage(), it.deadline());
      case Completed _ -> new Completed(epoch, session);
      case Overtaken _ -> new Overtaken(epoch, session);
      case Postponed it -> new Postponed(epoch, session, it.dueAt(), it.counted());
      case GivenUp it -> new GivenUp(epoch, session, it.failure());
      case Released it ->
          new Released(epoch, session, it.cause(), it.maxCrashes(), it.maxAttempts());
      case SagaEvent.Published _,
          Claimed _,
          SagaEvent.Hastened _,
          SagaEvent.CrashTakenBack _,
          Outdated _,
          SagaEvent.CancelRequested _,
          RetryRequested _,
          SagaEvent.DeleteRequested _ ->
          event;
    };
  }
}
