package dev.tercet.api.wiring;

import dev.tercet.api.config.ServerConfig;
import dev.tercet.api.config.WorkConfig;
import dev.tercet.api.intake.Body;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineSettings.Accepting;
import dev.tercet.pipeline.PipelineSettings.Passages;
import dev.tercet.pipeline.PipelineSettings.Retrying;
import dev.tercet.pipeline.PipelineSettings.Working;

/** The pipeline's settings, from the configuration. */
final class PipelineMapping {
  /** Of the heap. A text is held once more while it is read, and beside its passages after that. */
  private static final int SHARE_OF_TEXTS = 8;

  private static final long LEAST_TEXTS = 1L << 20;

  private PipelineMapping() {}

  static PipelineSettings of(WorkConfig work, ServerConfig server) {
    PipelineSettings defaults = PipelineSettings.DEFAULTS;
    return new PipelineSettings(
        new Accepting(Body.DOCUMENT_LIMIT),
        defaults.relaying(),
        new Working(
            work.concurrency(),
            Math.min(work.concurrency(), defaults.working().batch()),
            work.lease(),
            work.attemptTimeout(),
            server.stopTimeout().dividedBy(2),
            defaults.working().takeWait(),
            Math.max(LEAST_TEXTS, Runtime.getRuntime().maxMemory() / SHARE_OF_TEXTS)),
        new Passages(work.maxPassageCharacters(), defaults.passages().window()),
        new Retrying(
            work.maxAttempts(), work.baseDelay(), work.maxDelay(), defaults.retrying().waiting()));
  }
}
