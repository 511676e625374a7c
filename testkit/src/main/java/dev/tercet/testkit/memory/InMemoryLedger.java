package dev.tercet.testkit.memory;

import dev.tercet.saga.SagaTransitions;
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
import dev.tercet.testkit.LedgerPorts;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.check.Snapshot.Extraction;
import dev.tercet.testkit.check.Snapshot.Recorded;
import dev.tercet.testkit.check.Snapshot.Source;
import dev.tercet.testkit.memory.lane.InMemoryBatches;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import dev.tercet.testkit.memory.table.Transitions;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Postgres in memory: one consistent state behind every port of the ledger. Thread-safe; each call
 * is one transaction. What a crash of the process takes away is whatever stands outside it.
 */
public final class InMemoryLedger implements LedgerPorts {
  private final Tables tables;
  private final InMemoryWorkerSessions sessions;

  /** A ledger that keeps to the specification; {@code clock} is the database's. */
  public InMemoryLedger(InstantSource clock) {
    this(clock, SagaTransitions::apply);
  }

  /** A ledger that moves by {@code transitions}, such as one that is broken on purpose. */
  public InMemoryLedger(InstantSource clock, Transitions transitions) {
    tables = new Tables(clock, transitions);
    sessions = new InMemoryWorkerSessions(tables);
  }

  @Override
  public ExtractionStore extractions() {
    return new InMemoryExtractionStore(tables);
  }

  @Override
  public PassageStore passages() {
    return new InMemoryPassageStore(tables);
  }

  @Override
  public EntityStore entities() {
    return new InMemoryEntityStore(tables);
  }

  @Override
  public AnswerStore answers() {
    return new InMemoryAnswerStore(tables);
  }

  @Override
  public ClosingStore closings() {
    return new InMemoryClosingStore(tables);
  }

  @Override
  public ProjectStore projects() {
    return new InMemoryProjectStore(tables);
  }

  @Override
  public ExtractionReader reader() {
    return new InMemoryExtractionReader(tables);
  }

  @Override
  public WorkerSessions sessions() {
    return sessions;
  }

  @Override
  public LedgerAudit audit() {
    return new InMemoryLedgerAudit(tables);
  }

  @Override
  public ClaimReaper reaper() {
    return new InMemoryClaimReaper(tables);
  }

  @Override
  public RemovalStore removalStore() {
    return new InMemoryRemovals(tables);
  }

  @Override
  public WordIndex wordIndex() {
    return new InMemoryWordIndex(tables);
  }

  @Override
  public ConversionStore conversions() {
    return new InMemoryConversions(tables);
  }

  @Override
  public OrphanStore orphans() {
    return new InMemoryOrphans(tables);
  }

  @Override
  public RunStore runs() {
    return new InMemoryRuns(tables);
  }

  @Override
  public CollectionStore collections() {
    return new InMemoryCollections(tables);
  }

  @Override
  public RetentionStore retention() {
    return new InMemoryRetention(tables);
  }

  @Override
  public DeadLetters deadLetters() {
    return new InMemoryDeadLetters(tables);
  }

  @Override
  public BulkStore bulk() {
    return new InMemoryBulk(tables);
  }

  @Override
  public ProviderStates providers() {
    return new InMemoryProviderStates(tables);
  }

  @Override
  public ScheduleStore schedules() {
    return new InMemorySchedules(tables);
  }

  @Override
  public BatchStore batches() {
    return new InMemoryBatches(tables);
  }

  @Override
  public AnswerReader answerReader() {
    return (project, questions) ->
        tables.transact(() ->
            questions.stream()
                .filter(
                    it -> tables.isLiving(project) && tables.spend.answer(project, it).isPresent())
                .collect(Collectors.toSet()));
  }

  @Override
  public SpendReader spend() {
    return new InMemorySpendReader(tables);
  }

  @Override
  public BudgetStore budgets() {
    return new InMemoryBudgetStore(tables);
  }

  /** The process that got {@code runs} died: the locks of its runs are free. */
  public void kill(RunStore runs) {
    tables.transact(
        () -> tables.reconciling.locks.values().removeIf(it -> it.process().equals(runs)));
  }

  /**
   * The server starts again: every lock is free, and by that nobody is known to be dead. Before the
   * first restart it has always been there.
   */
  public void restartServer() {
    tables.transact(() -> {
      tables.startedAt = tables.now();
      tables.sessions.replaceAll((_, row) -> row.unlocked());
      tables.reconciling.locks.clear();
      return true;
    });
  }

  /**
   * Recovery's process lost its connection and has just regained it. The first connection of a
   * process is none of that.
   */
  public void reconnected() {
    tables.transact(() -> tables.regainedAt = tables.now());
  }

  /**
   * The process of that session died, or its connection broke: its lock is free, its row open. A
   * process that is frozen instead simply no longer beats.
   */
  public void kill(UUID session) {
    sessions.unlock(session);
  }

  /** The row of that session is gone, and its claims stay. */
  public void forget(UUID session) {
    tables.transact(() -> tables.sessions.remove(session));
  }

  /** The row of that session is closed, and its claims stay. */
  public void shut(UUID session) {
    tables.transact(() -> tables.sessions.computeIfPresent(session, (_, row) -> row.closed()));
  }

  /**
   * Ends the session if its lock is free (a crash) or its heartbeat stale (a lost lease) and gives
   * its claims back; false when it is alive, closed or unknown.
   *
   * @param maxCrashes how many crashed claims in a row park an extraction
   */
  public boolean endIfDead(UUID session, int maxCrashes) {
    return sessions.endIfDead(session, maxCrashes);
  }

  /** The extractions that have a removal row. */
  public Set<UUID> removals() {
    return tables.transact(() -> Set.copyOf(tables.removals.keySet()));
  }

  /** Everything that stands in it. */
  public Snapshot.Ledger inspect() {
    return tables.transact(() ->
        new Snapshot.Ledger(
            tables.rows.values().stream().map(InMemoryLedger::extraction).toList(),
            List.copyOf(tables.audit),
            recorded(),
            Set.copyOf(tables.removals.keySet()),
            sources(),
            tables.spend.rows(),
            Set.copyOf(tables.deletedProjects)));
  }

  private static Extraction extraction(Row row) {
    return new Extraction(
        row.id(),
        row.document().project(),
        row.document().source(),
        row.document().generation(),
        row.state().status(),
        row.state().progress().epoch(),
        row.session());
  }

  private List<Recorded> recorded() {
    return tables.passages.values().stream()
        .flatMap(passages -> passages.values().stream())
        .map(passage ->
            new Recorded(
                passage.extraction(),
                passage.ordinal(),
                passage.contentHash(),
                passage.embeddingId()))
        .toList();
  }

  private List<Source> sources() {
    return tables.sources.entrySet().stream()
        .map(entry ->
            new Source(
                entry.getKey().project(),
                entry.getKey().source(),
                entry.getValue().accepted(),
                entry.getValue().finished(),
                entry.getValue().finishedId()))
        .toList();
  }
}
