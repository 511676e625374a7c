package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineMetrics.Step;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.FailedPassage.LeftOut;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.ExtractionStore;
import java.util.List;

/**
 * The way of a claimed document through its steps, window by window, so that a long one needs no
 * more memory than a short one. What a store throws goes through; every step may run twice (S5).
 */
final class ProcessExtraction {
  private final CloseAtOnce closeAtOnce;
  private final ExtractPassages extractPassages;
  private final EmbedPassages embedPassages;
  private final LinkEntities linkEntities;
  private final ExtractionStore extractions;
  private final int window;
  private final PipelineMetrics metrics;

  ProcessExtraction(
      CloseAtOnce closeAtOnce,
      ExtractPassages extractPassages,
      EmbedPassages embedPassages,
      LinkEntities linkEntities,
      ExtractionStore extractions,
      int window,
      PipelineMetrics metrics) {
    this.closeAtOnce = closeAtOnce;
    this.extractPassages = extractPassages;
    this.embedPassages = embedPassages;
    this.linkEntities = linkEntities;
    this.extractions = extractions;
    this.window = window;
    this.metrics = metrics;
  }

  AttemptEnd run(Attempt attempt) {
    if (attempt.hasNoText()) {
      return new AttemptEnd.SetBack(emptyDocument());
    }
    return closeAtOnce.run(attempt).orElseGet(() -> stepByStep(attempt));
  }

  private AttemptEnd stepByStep(Attempt attempt) {
    for (List<Span> passages : attempt.windows(window)) {
      var answered = metrics.time(Step.EXTRACT, () -> extractPassages.extract(attempt, passages));
      if (attempt.isLost()
          || !metrics.time(Step.EMBED, () -> embedPassages.embed(attempt, answered))) {
        return new AttemptEnd.Lost();
      }
      if (attempt.mustStop()) {
        break;
      }
    }
    if (attempt.failure() != null) {
      return new AttemptEnd.SetBack(attempt.failure());
    }
    AttemptFailure hopeless = attempt.hopeless();
    if (hopeless != null) {
      return new AttemptEnd.SetBack(hopeless);
    }
    if (!metrics.time(Step.LINK, () -> linkEntities.link(attempt))) {
      return new AttemptEnd.Lost();
    }
    LeftOut leftOut = attempt.leftOut().told(attempt.embeddedCount());
    attempt.ending();
    return AttemptEnd.of(
        metrics.time(
            Step.COMPLETE,
            () ->
                leftOut.failed().isEmpty()
                    ? extractions.complete(attempt.claim())
                    : extractions.completeWithout(attempt.claim(), leftOut)));
  }

  /** Never a silent done: somebody expected facts. */
  private static AttemptFailure emptyDocument() {
    return new AttemptFailure.Hopeless(
        new Failure(
            "empty-document",
            FailureClass.PERMANENT,
            "the document has no text, only white space",
            Stage.ACCEPTED));
  }
}
