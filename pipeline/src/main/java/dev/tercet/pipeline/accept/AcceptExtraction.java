package dev.tercet.pipeline.accept;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ExtractionStore;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Accepts a document: makes it storable, fingerprints it, writes it to the ledger and hands its
 * hint to the relay once the ledger has committed.
 */
public final class AcceptExtraction {
  private final ExtractionStore extractions;
  private final Relay relay;
  private final PipelineSettings settings;
  private final PipelineMetrics metrics;
  private final Supplier<UUID> ids;

  public AcceptExtraction(
      ExtractionStore extractions,
      Relay relay,
      PipelineSettings settings,
      PipelineMetrics metrics,
      InstantSource clock) {
    this.extractions = extractions;
    this.relay = relay;
    this.settings = settings;
    this.metrics = metrics;
    ids = new TimeOrderedEpochFactory(clock.withZone(ZoneOffset.UTC))::create;
  }

  /**
   * Takes the draft in, or says why not. Blocks until the ledger has committed; throws {@link
   * dev.tercet.saga.port.StoreUnavailableException} when the ledger is away.
   */
  public Receipt accept(Project project, Draft draft) {
    return switch (CheckedDraft.of(draft, settings.accepting().maxBytes())) {
      case CheckedDraft.Refused(var refusal) -> refusal;
      case CheckedDraft.Fine fine -> submit(project, submission(project, draft, fine));
    };
  }

  private Submission submission(Project project, Draft draft, CheckedDraft.Fine fine) {
    String version = Integer.toString(project.version());
    return new Submission(
        ids.get(),
        project.id(),
        draft.source(),
        fine.text(),
        fine.metadata(),
        Fingerprint.of(fine.text(), fine.metadata(), project.schema(), version),
        draft.queue(),
        draft.runAt(),
        settings.retrying().maxAttempts(),
        draft.idempotency(),
        draft.warnings());
  }

  private Receipt submit(Project project, Submission submission) {
    return switch (extractions.accept(submission)) {
      case Acceptance.Accepted(var saga) -> {
        metrics.entered(Status.PENDING);
        if (submission.runAt() == null) {
          // A time of its own is judged by the ledger's clock, which only the poller asks.
          relay.hand(saga);
        }
        yield new Receipt.Taken(saga, true);
      }
      case Acceptance.Existing(var saga) -> new Receipt.Taken(saga, false);
      case Acceptance.KeyReused(var extraction) ->
          new Receipt.Refused(
              "idempotency-key-reused",
              null,
              "this key was sent with another body; it belongs to extraction " + extraction);
      case Acceptance.NoProject() ->
          new Receipt.Refused(
              "no-such-project", null, "the project " + project.slug() + " was deleted");
    };
  }
}
