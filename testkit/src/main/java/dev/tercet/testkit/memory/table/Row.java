package dev.tercet.testkit.memory.table;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.Failure;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Progress;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.SagaState.Failed;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One extraction's row: what never changes, where it stands, and what its attempts left behind.
 *
 * @param session the session of the newest claim, kept after it ended so that its holder can read
 *     back an outcome it did not hear
 * @param attemptTimeout by which progress renews the newest claim's deadline
 * @param lastFailure why the last attempt ended without success
 * @param madeWith what the facts of its passages were extracted with; empty when that is not known
 */
public record Row(
    Document document,
    SagaState state,
    @Nullable UUID session,
    Duration attemptTimeout,
    @Nullable Instant startedAt,
    @Nullable Instant doneAt,
    @Nullable Failure lastFailure,
    Extraction.PassageCount passages,
    List<MadeWith> madeWith) {

  /** What is fixed at acceptance. */
  public record Document(
      UUID id,
      UUID project,
      String source,
      long generation,
      String text,
      String metadata,
      Fingerprint fingerprint,
      QueueName queue,
      int maxAttempts,
      Instant createdAt,
      List<String> warnings) {
    /** The same document as another version. */
    public Document again(UUID other, long version, Instant now) {
      return again(other, version, fingerprint, now);
    }

    /** The same as of another version of its project. */
    public Document again(UUID other, long version, Fingerprint present, Instant now) {
      return new Document(
          other,
          project,
          source,
          version,
          text,
          metadata,
          present,
          queue,
          maxAttempts,
          now,
          warnings);
    }
  }

  static Row accepted(Document document, Pending state) {
    return new Row(
        document,
        state,
        null,
        Duration.ZERO,
        null,
        null,
        null,
        Extraction.PassageCount.NONE,
        List.of());
  }

  public UUID id() {
    return document.id();
  }

  /** In the next state, with what entering it fills in. */
  Row in(SagaState next, Instant now) {
    return switch (next) {
      case Processing held when !(state instanceof Processing) ->
          new Row(
              document,
              next,
              held.session(),
              attemptTimeout,
              now,
              doneAt,
              lastFailure,
              passages,
              madeWith);
      case Failed failed -> with(next, doneAt, failed.failure());
      case SagaState.Done _ -> with(next, now, null);
      case Processing _,
          Pending _,
          SagaState.Queued _,
          SagaState.Cancelled _,
          SagaState.Superseded _,
          SagaState.Deleting _ ->
          with(next, doneAt, lastFailure);
    };
  }

  private Row with(SagaState next, @Nullable Instant done, @Nullable Failure failure) {
    return new Row(
        document, next, session, attemptTimeout, startedAt, done, failure, passages, madeWith);
  }

  public Row failing(@Nullable Failure failure) {
    return with(state, doneAt, failure);
  }

  public Row counting(Extraction.PassageCount counted) {
    return new Row(
        document,
        state,
        session,
        attemptTimeout,
        startedAt,
        doneAt,
        lastFailure,
        counted,
        madeWith);
  }

  /** Held by the same claim, with nothing done yet. */
  public Row anew(Processing held, Instant now) {
    Progress before = held.progress();
    Progress none =
        new Progress(before.epoch(), Stage.ACCEPTED, before.attempts(), before.crashes());
    return with(
            new Processing(held.since(), none, held.session(), now.plus(attemptTimeout)),
            doneAt,
            lastFailure)
        .counting(Extraction.PassageCount.NONE)
        .madeWith(List.of());
  }

  /** Passages of those makings are recorded, too. */
  public Row madeWithToo(Collection<MadeWith> others) {
    if (madeWith.isEmpty() && passages.embedded() > 0) {
      return this;
    }
    return madeWith(Stream.concat(madeWith.stream(), others.stream()).distinct().toList());
  }

  private Row madeWith(List<MadeWith> all) {
    return new Row(
        document, state, session, attemptTimeout, startedAt, doneAt, lastFailure, passages, all);
  }

  public Row timedBy(Duration timeout) {
    return new Row(
        document, state, session, timeout, startedAt, doneAt, lastFailure, passages, madeWith);
  }

  /** Whether that claim holds it now. */
  public boolean isHeldBy(Claim claim) {
    return state instanceof Processing held
        && held.progress().epoch() == claim.epoch()
        && held.session().equals(claim.session());
  }

  public Claim claim(Processing held) {
    Progress progress = held.progress();
    return new Claim(
        id(),
        document.project(),
        progress.epoch(),
        held.session(),
        document.generation(),
        progress.stage(),
        document.queue(),
        progress.attempts(),
        document.maxAttempts(),
        progress.crashes());
  }

  Extraction extraction(Usage usage, List<FailedPassage.Warning> failed) {
    Progress progress = state.progress();
    return new Extraction(
        id(),
        document.project(),
        document.source(),
        document.generation(),
        state.status(),
        progress.stage(),
        document.queue(),
        progress.attempts(),
        document.maxAttempts(),
        progress.epoch(),
        document.createdAt(),
        state.since(),
        startedAt,
        doneAt,
        state instanceof Pending pending ? pending.dueAt() : null,
        lastFailure,
        passages,
        progress.stage() == Stage.LINKED,
        usage,
        document.warnings(),
        failed,
        madeWith);
  }
}
