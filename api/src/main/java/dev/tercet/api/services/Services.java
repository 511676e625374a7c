package dev.tercet.api.services;

import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.saga.EntityStore;
import dev.tercet.saga.ExtractionReader;
import dev.tercet.saga.ExtractionStore;
import dev.tercet.saga.PassageStore;
import dev.tercet.saga.ProjectStore;
import java.util.function.Supplier;

/** What the controllers work with, once the ledger has been reached for the first time. */
public record Services(
    ProjectStore projects,
    ExtractionStore extractions,
    ExtractionReader extractionReader,
    PassageStore passages,
    EntityStore entities,
    AcceptExtraction accept,
    Relay relay,
    SearchPassages search) {

  /**
   * Gives the services; throws {@link dev.tercet.saga.StoreUnavailableException} as long as the
   * ledger has never been reached.
   */
  public interface Source extends Supplier<Services> {}
}
