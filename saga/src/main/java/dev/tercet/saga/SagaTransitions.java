package dev.tercet.saga;

import dev.tercet.saga.SagaEvent.Advanced;
import dev.tercet.saga.SagaEvent.CancelRequested;
import dev.tercet.saga.SagaEvent.Claimed;
import dev.tercet.saga.SagaEvent.Completed;
import dev.tercet.saga.SagaEvent.CrashTakenBack;
import dev.tercet.saga.SagaEvent.DeleteRequested;
import dev.tercet.saga.SagaEvent.GivenUp;
import dev.tercet.saga.SagaEvent.Hastened;
import dev.tercet.saga.SagaEvent.Outdated;
import dev.tercet.saga.SagaEvent.Overtaken;
import dev.tercet.saga.SagaEvent.Postponed;
import dev.tercet.saga.SagaEvent.Published;
import dev.tercet.saga.SagaEvent.Released;
import dev.tercet.saga.SagaEvent.RetryRequested;
import dev.tercet.saga.SagaState.Cancelled;
import dev.tercet.saga.SagaState.Deleting;
import dev.tercet.saga.SagaState.Done;
import dev.tercet.saga.SagaState.Failed;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.SagaState.Queued;
import dev.tercet.saga.SagaState.Superseded;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The specification of an extraction's life: state × event → next state, or a refusal. Pure; the
 * in-memory store is built on it, the SQL is tested against it, and docs/states.md is checked
 * against it.
 */
public final class SagaTransitions {
  private SagaTransitions() {}

  /**
   * What {@code event} makes of {@code state} at {@code now}; empty when the event is refused
   * because the state, the epoch or the session is not the one it names (S3: a normal outcome).
   */
  public static Optional<SagaState> apply(SagaState state, SagaEvent event, Instant now) {
    return switch (event) {
      case Published published -> published(state, published, now);
      case Claimed claimed -> claimed(state, claimed, now);
      case Advanced(var epoch, var session, var stage, var deadline) ->
          held(state, epoch, session)
              .map(held ->
                  new Processing(
                      held.since(), held.progress().at(later(held, stage)), session, deadline));
      case Completed(var epoch, var session) ->
          held(state, epoch, session)
              .map(held -> new Done(now, held.progress().at(Stage.LINKED).survived()));
      case Overtaken(var epoch, var session) ->
          held(state, epoch, session)
              .map(held -> new Superseded(now, held.progress().at(Stage.LINKED).survived()));
      case Postponed(var epoch, var session, var dueAt, var counted) ->
          held(state, epoch, session)
              .map(held -> counted ? held.progress() : held.progress().uncounted())
              .map(progress -> new Pending(now, progress.survived(), dueAt));
      case Hastened() ->
          state instanceof Pending(var since, var progress, var dueAt) && dueAt.isAfter(now)
              ? Optional.of(new Pending(since, progress, now))
              : Optional.empty();
      case GivenUp(var epoch, var session, var failure) ->
          held(state, epoch, session)
              .map(held -> new Failed(now, held.progress().survived(), failure));
      case Released released -> released(state, released, now);
      case CrashTakenBack() ->
          state.progress().crashes() > 0 ? takenBack(state, now) : Optional.empty();
      case Outdated(var newerHasFinished) -> outdated(state, newerHasFinished, now);
      case CancelRequested() -> unfinished(state).map(it -> new Cancelled(now, it.progress()));
      case RetryRequested() -> retried(state, now);
      case DeleteRequested() ->
          state instanceof Deleting
              ? Optional.empty()
              : Optional.of(new Deleting(now, state.progress()));
    };
  }

  private static Optional<SagaState> published(SagaState state, Published event, Instant now) {
    return switch (state) {
      case Pending(var _, var progress, var dueAt)
          when progress.epoch() == event.epoch() && !dueAt.isAfter(now) ->
          Optional.of(new Queued(now, progress, event.position(), event.marker()));
      case Queued(var since, var progress, var _, var _) when progress.epoch() == event.epoch() ->
          Optional.of(new Queued(since, progress, event.position(), event.marker()));
      case Pending _,
          Queued _,
          Processing _,
          Done _,
          Failed _,
          Cancelled _,
          Superseded _,
          Deleting _ ->
          Optional.empty();
    };
  }

  private static Optional<SagaState> claimed(SagaState state, Claimed event, Instant now) {
    boolean claimable =
        switch (state) {
          case Queued _ -> true;
          case Pending(var _, var _, var dueAt) -> !dueAt.isAfter(now);
          case Processing _, Done _, Failed _, Cancelled _, Superseded _, Deleting _ -> false;
        };
    Progress progress = state.progress();
    if (!claimable
        || progress.epoch() != event.hintEpoch()
        || event.newEpoch() <= progress.epoch()) {
      return Optional.empty();
    }
    return Optional.of(
        new Processing(now, progress.claimed(event.newEpoch()), event.session(), event.deadline()));
  }

  private static Optional<SagaState> released(SagaState state, Released event, Instant now) {
    return held(state, event.epoch(), event.session())
        .map(held -> released(held.progress(), event, now));
  }

  private static SagaState released(Progress progress, Released event, Instant now) {
    return switch (event.cause()) {
      case DRAINED, LEASE_EXPIRED -> new Pending(now, progress.uncounted(), now);
      case CRASHED -> {
        Progress crashed = progress.crashed();
        yield crashed.crashes() >= event.maxCrashes()
            ? new Failed(now, crashed, poison(crashed))
            : new Pending(now, crashed, now);
      }
      case DEADLINE_PASSED ->
          progress.attempts() >= event.maxAttempts()
              ? new Failed(now, progress.survived(), hung(progress))
              : new Pending(now, progress.survived(), now);
    };
  }

  /** A document that was parked by the crash that was none goes on, under the same suspicion. */
  private static Optional<SagaState> takenBack(SagaState state, Instant now) {
    Progress less = state.progress().uncrashed();
    return switch (state) {
      case Pending(var since, var _, var dueAt) -> Optional.of(new Pending(since, less, dueAt));
      case Queued(var since, var _, var message, var marker) ->
          Optional.of(new Queued(since, less, message, marker));
      case Processing(var since, var _, var session, var deadline) ->
          Optional.of(new Processing(since, less, session, deadline));
      case Failed(var _, var _, var failure) ->
          failure.failureClass() == FailureClass.POISON
              ? Optional.of(new Pending(now, less, now))
              : Optional.empty();
      case Done _, Cancelled _, Superseded _, Deleting _ -> Optional.empty();
    };
  }

  /** The failure with which a document is parked that took {@code crashes} workers with it. */
  public static Failure poison(Progress progress) {
    return new Failure(
        "worker-crashed",
        FailureClass.POISON,
        "its worker died "
            + progress.crashes()
            + " times in a row while it ran; retry it once the cause is known",
        progress.stage());
  }

  /** The failure of an extraction whose last allowed attempt did not end before its deadline. */
  public static Failure hung(Progress progress) {
    return new Failure(
        "attempt-deadline",
        FailureClass.TRANSIENT,
        "attempt " + progress.attempts() + " did not end before its deadline",
        progress.stage());
  }

  private static Optional<SagaState> outdated(
      SagaState state, boolean newerHasFinished, Instant now) {
    return switch (state) {
      case Pending _, Queued _, Processing _ -> Optional.of(new Superseded(now, state.progress()));
      case Done _ ->
          newerHasFinished ? Optional.of(new Superseded(now, state.progress())) : Optional.empty();
      case Failed _, Cancelled _, Superseded _, Deleting _ -> Optional.empty();
    };
  }

  private static Optional<SagaState> retried(SagaState state, Instant now) {
    return switch (state) {
      case Failed(var _, var progress, var _) ->
          Optional.of(new Pending(now, progress.fresh(), now));
      case Pending(var since, var progress, var dueAt) when dueAt.isAfter(now) ->
          Optional.of(new Pending(since, progress.fresh(), now));
      case Pending _, Queued _, Processing _, Done _, Cancelled _, Superseded _, Deleting _ ->
          Optional.empty();
    };
  }

  private static Optional<SagaState> unfinished(SagaState state) {
    return state.status().isInFlight() ? Optional.of(state) : Optional.empty();
  }

  private static Optional<Processing> held(SagaState state, long epoch, UUID session) {
    return state instanceof Processing held
            && held.progress().epoch() == epoch
            && held.session().equals(session)
        ? Optional.of(held)
        : Optional.empty();
  }

  private static Stage later(Processing held, Stage stage) {
    return stage.compareTo(held.progress().stage()) > 0 ? stage : held.progress().stage();
  }
}
