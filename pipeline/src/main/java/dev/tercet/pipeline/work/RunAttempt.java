package dev.tercet.pipeline.work;

import dev.tercet.pipeline.LogBudget;
import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineMetrics.Step;
import dev.tercet.pipeline.Rest;
import dev.tercet.pipeline.answer.Kept;
import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Saga.PassageCount;
import dev.tercet.saga.SagaStore;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Work;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one attempt from its claim to its end, whatever happens on the way; never throws. */
public final class RunAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(RunAttempt.class);
  private static final int KEPT_SCHEMAS = 256;
  private static final int TOLD_PER_SECOND = 10;
  private static final Duration LOOK = Duration.ofMillis(250);

  private final LogBudget told = new LogBudget(TOLD_PER_SECOND);
  private final ProcessExtraction process;
  private final EndAttempt end;
  private final RemoveLatePoints removeLatePoints;
  private final SagaStore sagas;
  private final Kept<String, ProjectSchema> schemas = new Kept<>(KEPT_SCHEMAS, ProjectSchema::read);
  private final Cutter cutter;
  private final CutAnew cutAnew;
  private final Duration attemptTimeout;
  private final TextBudget texts;
  private final InstantSource clock;
  private final PipelineMetrics metrics;
  private final Rest rest;
  private volatile Consumer<UUID> whenEnded = _ -> {};

  RunAttempt(
      ProcessExtraction process,
      EndAttempt end,
      RemoveLatePoints removeLatePoints,
      SagaStore sagas,
      AttemptSettings settings) {
    this.process = process;
    this.end = end;
    this.removeLatePoints = removeLatePoints;
    this.sagas = sagas;
    cutter = settings.cutter();
    cutAnew = settings.cutAnew();
    attemptTimeout = settings.attemptTimeout();
    texts = settings.texts();
    clock = settings.clock();
    metrics = settings.metrics();
    rest = settings.rest();
  }

  /** What every attempt shares. */
  record AttemptSettings(
      Cutter cutter,
      CutAnew cutAnew,
      Duration attemptTimeout,
      TextBudget texts,
      InstantSource clock,
      PipelineMetrics metrics,
      Rest rest) {}

  /** Tells this every extraction whose attempt ended, well or not. */
  public void whenEnded(Consumer<UUID> told) {
    whenEnded = told;
  }

  /**
   * Runs the attempt.
   *
   * @param loading reads what it works on; empty when its rows are gone
   * @param dropped true once the process gave the claim up; then nothing more is written for it
   */
  public void run(Claim claim, Supplier<Optional<Work>> loading, BooleanSupplier dropped) {
    try (LogScope _ = LogScope.of(claim);
        TextBudget.Share room = texts.nothing()) {
      run(claim, loading, dropped, room);
    }
  }

  private void run(
      Claim claim,
      Supplier<Optional<Work>> loading,
      BooleanSupplier dropped,
      TextBudget.Share room) {
    Attempt attempt = null;
    Ending ending;
    try {
      Optional<Work> work = metrics.time(Step.LOAD, loading);
      attempt = work.flatMap(it -> attempt(it, room)).orElse(null);
      ending = attempt == null ? new Ending.Lost() : process.run(attempt);
    } catch (RuntimeException | Error e) {
      ending = new Ending.SetBack(ClassifyFailure.of(e, passed(claim, attempt)));
      if (!dropped.getAsBoolean()) {
        LOG.debug("The attempt broke off", e);
      }
    }
    try {
      end(claim, attempt, ending, dropped.getAsBoolean());
    } catch (RuntimeException e) {
      LOG.warn("How the attempt ended could not be noted; its claim will be released", e);
    }
  }

  private Optional<Attempt> attempt(Work work, TextBudget.Share room) {
    LogScope.named(work.project().slug());
    var renewal = new Renewal(sagas, attemptTimeout, clock);
    ProjectSchema schema = schemas.of(work.project().schema());
    return text(work, room, renewal)
        .flatMap(text -> {
          List<Span> spans = cutter.stream(text).toList();
          return cutAnew
              .begin(work, spans)
              .map(it -> new Attempt(it, text, schema, spans, renewal));
        });
  }

  /** A large text waits until there is room for it, and its deadline with it. */
  private Optional<String> text(Work work, TextBudget.Share room, Renewal renewal) {
    if (work.text() != null) {
      return Optional.of(work.text());
    }
    int recorded = work.recorded().size();
    var known = new PassageCount(recorded, recorded, recorded);
    boolean given =
        room.await(
            work.textBytes(),
            LOOK,
            () -> {
              renewal.progressed(work.claim(), work.claim().stage(), known);
              return !renewal.isLost();
            });
    return given ? sagas.text(work.claim()) : Optional.empty();
  }

  private void end(Claim claim, @Nullable Attempt attempt, Ending ending, boolean dropped) {
    boolean settled =
        switch (ending) {
          case Ending.Done _ -> finished(claim, Status.DONE);
          case Ending.Overtaken _ -> finished(claim, Status.SUPERSEDED);
          case Ending.Lost _ -> false;
          case Ending.SetBack(var setback) ->
              !dropped
                  && noteProgress(attempt)
                  && end.setBack(claim, ClassifyFailure.at(passed(claim, attempt), setback));
        };
    if (settled) {
      whenEnded.accept(claim.extraction());
    } else {
      boolean interrupted = dropped && Thread.interrupted();
      LOG.debug("It is no longer ours (interrupted: {})", interrupted);
      removeLatePoints.of(claim, attempt == null ? List.of() : attempt.written());
    }
  }

  private boolean finished(Claim claim, Status status) {
    rest.worked();
    metrics.entered(status);
    String leftOut = told.take();
    if (leftOut != null) {
      LOG.info("{}{}", status.label(), leftOut);
    }
    UUID id = claim.extraction();
    if (status == Status.DONE && id.version() == 7) {
      metrics.done(id.getMostSignificantBits() >>> 16);
    }
    return true;
  }

  /** Checkpoints and counts that no later step has written yet, so that readers see them. */
  private boolean noteProgress(@Nullable Attempt attempt) {
    return attempt == null
        || attempt.count().extracted() == attempt.count().embedded()
        || sagas.advance(attempt.claim(), attempt.passed(), attempt.count(), attemptTimeout);
  }

  private static Stage passed(Claim claim, @Nullable Attempt attempt) {
    return attempt == null ? claim.stage() : attempt.passed();
  }
}
