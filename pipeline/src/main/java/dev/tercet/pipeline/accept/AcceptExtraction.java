package dev.tercet.pipeline.accept;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.accept.CheckedDocument.Storable;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Document;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Accepts a document: checks it and makes it storable, fingerprints it, writes it to the ledger and
 * hands its hint to the relay once the ledger has committed.
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

  /** The document as all stores can keep it, or why it cannot be taken. */
  public CheckedDocument check(Document document) {
    return CheckedDocument.of(document, settings.accepting().maxBytes());
  }

  /**
   * Takes the document in. Blocks until the ledger has committed; throws {@link
   * dev.tercet.saga.port.StoreUnavailableException} when the ledger is away.
   */
  public Acceptance accept(Project project, Storable checked) {
    Document document = checked.document();
    Acceptance acceptance = extractions.accept(submission(project, document));
    if (acceptance instanceof Acceptance.Accepted(var extraction)) {
      metrics.entered(Status.PENDING);
      if (document.runAt() == null) {
        // A time of its own is judged by the ledger's clock, which only the poller asks.
        relay.hand(extraction);
      }
    }
    return acceptance;
  }

  /**
   * Takes in once more what is done without some of its passages, as a new version ({@link
   * ExtractionStore#again}); one that waits already waits no longer.
   */
  public Outcome again(UUID project, UUID extraction) {
    UUID id = ids.get();
    Outcome outcome = extractions.again(project, extraction, id);
    if (!(outcome instanceof Outcome.Changed(var now))) {
      return outcome;
    }
    if (now.id().equals(id)) {
      metrics.entered(Status.PENDING);
      relay.hand(now);
    } else if (extractions.retry(project, now.id()) instanceof Outcome.Changed(var hastened)) {
      relay.hand(hastened);
      return new Outcome.Changed(hastened);
    }
    return outcome;
  }

  private Submission submission(Project project, Document document) {
    return new Submission(
        ids.get(),
        project.id(),
        project.version(),
        document,
        project.fingerprint(document.text(), document.metadata()),
        settings.retrying().maxAttempts());
  }
}
