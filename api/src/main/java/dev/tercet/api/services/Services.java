package dev.tercet.api.services;

import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.estimate.EstimateWork;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.relay.Relay;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.saga.money.BudgetStore;
import dev.tercet.saga.money.Prices;
import dev.tercet.saga.money.SpendReader;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.saga.schedule.ScheduleStore;
import java.util.function.Supplier;

/** What the controllers work with, once the ledger has been reached for the first time. */
public record Services(
    ProjectStore projects,
    ExtractionStore extractions,
    ExtractionReader extractionReader,
    PassageStore passages,
    EntityStore entities,
    DeadLetters deadLetters,
    SpendReader spend,
    BudgetStore budgets,
    Prices prices,
    EstimateWork estimates,
    BulkStore bulk,
    ScheduleStore schedules,
    AskedModels models,
    AcceptExtraction accept,
    Relay relay,
    SearchPassages search) {

  /**
   * Gives the services; throws {@link dev.tercet.saga.port.StoreUnavailableException} as long as
   * the ledger has never been reached.
   */
  public interface Source extends Supplier<Services> {}
}
