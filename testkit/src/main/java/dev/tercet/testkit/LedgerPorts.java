package dev.tercet.testkit;

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
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.WordIndex;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.schedule.ScheduleStore;

/** The ports over one ledger. */
public interface LedgerPorts {
  ExtractionStore extractions();

  PassageStore passages();

  EntityStore entities();

  AnswerStore answers();

  ClosingStore closings();

  ProjectStore projects();

  ExtractionReader reader();

  WorkerSessions sessions();

  /** What recovery asks of it. */
  LedgerAudit audit();

  /** Who ends dead sessions. */
  ClaimReaper reaper();

  /** The outbox of points that must go. */
  RemovalStore removalStore();

  /** Orphan points in quarantine. */
  OrphanStore orphans();

  /** The index behind full-text queries. */
  WordIndex wordIndex();

  /** Passages that change their embedding model. */
  ConversionStore conversions();

  /** Recovery's runs, for one process of it: every call is another process, with its own locks. */
  RunStore runs();

  /** What is recorded of collections. */
  CollectionStore collections();

  /** What goes by its age. */
  RetentionStore retention();

  /** What has failed, by cause. */
  DeadLetters deadLetters();

  /** One wish for many extractions. */
  BulkStore bulk();

  /** Where the providers of models stand. */
  ProviderStates providers();

  /** Recurring work. */
  ScheduleStore schedules();

  /** What waits for batches. */
  BatchStore batches();

  /** Which answers there are. */
  AnswerReader answerReader();

  /** What was spent. */
  SpendReader spend();

  /** How much may be spent. */
  BudgetStore budgets();

  /** The ports of another object, for one that can do more with their ledger. */
  interface Delegated extends LedgerPorts {
    /** Whose ports these are. */
    LedgerPorts ports();

    @Override
    default ExtractionStore extractions() {
      return ports().extractions();
    }

    @Override
    default PassageStore passages() {
      return ports().passages();
    }

    @Override
    default EntityStore entities() {
      return ports().entities();
    }

    @Override
    default AnswerStore answers() {
      return ports().answers();
    }

    @Override
    default ClosingStore closings() {
      return ports().closings();
    }

    @Override
    default ProjectStore projects() {
      return ports().projects();
    }

    @Override
    default ExtractionReader reader() {
      return ports().reader();
    }

    @Override
    default WorkerSessions sessions() {
      return ports().sessions();
    }

    @Override
    default LedgerAudit audit() {
      return ports().audit();
    }

    @Override
    default ClaimReaper reaper() {
      return ports().reaper();
    }

    @Override
    default RemovalStore removalStore() {
      return ports().removalStore();
    }

    @Override
    default OrphanStore orphans() {
      return ports().orphans();
    }

    @Override
    default WordIndex wordIndex() {
      return ports().wordIndex();
    }

    @Override
    default ConversionStore conversions() {
      return ports().conversions();
    }

    @Override
    default RunStore runs() {
      return ports().runs();
    }

    @Override
    default CollectionStore collections() {
      return ports().collections();
    }

    @Override
    default RetentionStore retention() {
      return ports().retention();
    }

    @Override
    default DeadLetters deadLetters() {
      return ports().deadLetters();
    }

    @Override
    default BulkStore bulk() {
      return ports().bulk();
    }

    @Override
    default ProviderStates providers() {
      return ports().providers();
    }

    @Override
    default ScheduleStore schedules() {
      return ports().schedules();
    }

    @Override
    default BatchStore batches() {
      return ports().batches();
    }

    @Override
    default AnswerReader answerReader() {
      return ports().answerReader();
    }

    @Override
    default SpendReader spend() {
      return ports().spend();
    }

    @Override
    default BudgetStore budgets() {
      return ports().budgets();
    }
  }
}
