package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineMetrics.Step;
import dev.tercet.pipeline.TextBudget;
import dev.tercet.pipeline.model.ProviderShare;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one attempt from its claim to its end, whatever happens on the way; never throws. */
public final class RunAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(RunAttempt.class);

  private final BeginAttempt begin;
  private final ModelSteps modelSteps;
  private final EndAttempt end;
  private final RemoveLatePoints removeLatePoints;
  private final PipelineMetrics metrics;
  private volatile Consumer<UUID> whenEnded = _ -> {};

  RunAttempt(
      BeginAttempt begin,
      ModelSteps modelSteps,
      EndAttempt end,
      RemoveLatePoints removeLatePoints,
      PipelineMetrics metrics) {
    this.begin = begin;
    this.modelSteps = modelSteps;
    this.end = end;
    this.removeLatePoints = removeLatePoints;
    this.metrics = metrics;
  }

  /** Tells this every extraction whose attempt ended, well or not. */
  public void whenEnded(Consumer<UUID> told) {
    whenEnded = told;
  }

  /**
   * Runs the attempt.
   *
   * @param loading reads what it works on; empty when its rows are gone
   * @param hold on it, which the process may give up
   */
  public void run(Claim claim, Supplier<Optional<AttemptWork>> loading, AttemptHold hold) {
    try (LogScope _ = LogScope.of(claim)) {
      runNamed(claim, loading, hold);
    }
  }

  private void runNamed(Claim claim, Supplier<Optional<AttemptWork>> loading, AttemptHold hold) {
    Attempt attempt = null;
    ModelSteps.Entry entry = null;
    AttemptEnd ending;
    try {
      Optional<AttemptWork> work = metrics.time(Step.LOAD, loading);
      entry = work.map(it -> modelSteps.enter(it.project())).orElse(null);
      ending =
          switch (entry) {
            case ModelSteps.Entry.Entered(var steps, var model, var _) -> {
              try (TextBudget.Share room = begin.noRoom(model.gate())) {
                attempt = work.flatMap(it -> begin.begin(it, room, hold)).orElse(null);
                hold.working();
                yield attempt == null ? new AttemptEnd.Lost() : steps.run(attempt);
              }
            }
            case ModelSteps.Entry.Closed(var failure) -> new AttemptEnd.SetBack(failure);
            case null -> new AttemptEnd.Lost();
          };
    } catch (RuntimeException | Error e) {
      ending = new AttemptEnd.SetBack(ClassifyFailure.of(e, passed(claim, attempt)));
      if (!hold.isDropped()) {
        LOG.debug("The attempt broke off", e);
      }
    }
    AttemptEnd reached = left(entry, ending);
    try {
      hold.ending();
      end(claim, attempt, reached, hold.isDropped());
    } catch (RuntimeException e) {
      LOG.warn("How the attempt ended could not be noted; its claim will be released", e);
    }
  }

  /** Leaves the place at the provider, if there was one. */
  private AttemptEnd left(ModelSteps.@Nullable Entry entry, AttemptEnd ending) {
    if (!(entry instanceof ModelSteps.Entry.Entered entered)) {
      return ending;
    }
    ProviderShare share = entered.model().share();
    return switch (ending) {
      case AttemptEnd.SetBack(var failure) -> {
        share.leave(failure instanceof AttemptFailure.Tried);
        yield new AttemptEnd.SetBack(modelSteps.besideOthers(failure, entered));
      }
      case AttemptEnd.Done _, AttemptEnd.Overtaken _, AttemptEnd.Lost _ -> {
        share.leave(!(ending instanceof AttemptEnd.Lost));
        yield ending;
      }
    };
  }

  private void end(Claim claim, @Nullable Attempt attempt, AttemptEnd ending, boolean dropped) {
    boolean settled =
        switch (ending) {
          case AttemptEnd.Done _ -> end.finished(claim, Status.DONE);
          case AttemptEnd.Overtaken _ -> end.finished(claim, Status.SUPERSEDED);
          case AttemptEnd.Lost _ -> false;
          case AttemptEnd.SetBack(var failure) ->
              !dropped
                  && (attempt == null || attempt.noteProgress())
                  && end.setBack(claim, ClassifyFailure.at(passed(claim, attempt), failure));
        };
    if (settled) {
      whenEnded.accept(claim.extraction());
    } else {
      boolean interrupted = dropped && Thread.interrupted();
      LOG.debug("It is no longer ours (interrupted: {})", interrupted);
      removeLatePoints.of(claim, attempt == null ? List.of() : attempt.written());
    }
  }

  private static Stage passed(Claim claim, @Nullable Attempt attempt) {
    return attempt == null ? claim.stage() : attempt.passed();
  }
}
