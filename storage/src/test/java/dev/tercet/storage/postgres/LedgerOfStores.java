package dev.tercet.storage.postgres;

import dev.tercet.saga.answer.AnswerReader;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.money.BudgetStore;
import dev.tercet.saga.money.SpendReader;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.WordIndex;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.testkit.contract.Ledger;

/** A ledger whose ports are those of some stores. */
public abstract class LedgerOfStores implements Ledger {
  abstract PostgresStores stores();

  @Override
  public ExtractionStore extractions() {
    return stores().extractions();
  }

  @Override
  public PassageStore passages() {
    return stores().passages();
  }

  @Override
  public EntityStore entities() {
    return stores().entities();
  }

  @Override
  public AnswerStore answers() {
    return stores().answers();
  }

  @Override
  public ClosingStore closings() {
    return stores().closings();
  }

  @Override
  public ProjectStore projects() {
    return stores().projects();
  }

  @Override
  public ExtractionReader reader() {
    return stores().extractionReader();
  }

  @Override
  public WorkerSessions sessions() {
    return stores().sessions();
  }

  @Override
  public LedgerAudit audit() {
    return stores().recovery().audit();
  }

  @Override
  public ClaimReaper reaper() {
    return stores().recovery().reaper();
  }

  @Override
  public RemovalStore removalStore() {
    return stores().recovery().removals();
  }

  @Override
  public OrphanStore orphans() {
    return stores().recovery().orphans();
  }

  @Override
  public WordIndex wordIndex() {
    return stores().recovery().words();
  }

  @Override
  public ConversionStore conversions() {
    return stores().recovery().conversions();
  }

  @Override
  public CollectionStore collections() {
    return stores().recovery().collections();
  }

  @Override
  public RetentionStore retention() {
    return stores().recovery().retention();
  }

  @Override
  public DeadLetters deadLetters() {
    return stores().reads().deadLetters();
  }

  @Override
  public BulkStore bulk() {
    return stores().bulk();
  }

  @Override
  public ProviderStates providers() {
    return stores().providers();
  }

  @Override
  public ScheduleStore schedules() {
    return stores().schedules();
  }

  @Override
  public BatchStore batches() {
    return stores().batches().waiting();
  }

  @Override
  public AnswerReader answerReader() {
    return stores().reads().answers();
  }

  @Override
  public SpendReader spend() {
    return stores().reads().spend();
  }

  @Override
  public BudgetStore budgets() {
    return stores().budgets();
  }
}
