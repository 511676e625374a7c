package dev.tercet.storage.postgres;

import dev.tercet.saga.DueWork;
import dev.tercet.saga.money.BudgetStore;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.storage.postgres.answer.PostgresAnswerReader;
import dev.tercet.storage.postgres.answer.PostgresAnswerStore;
import dev.tercet.storage.postgres.budget.PostgresBudgetStore;
import dev.tercet.storage.postgres.bulk.PostgresBulkStore;
import dev.tercet.storage.postgres.bulk.PostgresDeadLetters;
import dev.tercet.storage.postgres.closing.PostgresClosingStore;
import dev.tercet.storage.postgres.content.PostgresEntityStore;
import dev.tercet.storage.postgres.content.PostgresPassageStore;
import dev.tercet.storage.postgres.extraction.PostgresExtractionStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.DirectConnections;
import dev.tercet.storage.postgres.jdbc.Pools;
import dev.tercet.storage.postgres.jdbc.PostgresFailure;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.jdbc.Schema;
import dev.tercet.storage.postgres.operation.Commits;
import dev.tercet.storage.postgres.operation.TransitionCounter;
import dev.tercet.storage.postgres.project.PostgresProjectStore;
import dev.tercet.storage.postgres.project.PostgresQueueSettings;
import dev.tercet.storage.postgres.project.PostgresSpendReader;
import dev.tercet.storage.postgres.provider.PostgresProviderStates;
import dev.tercet.storage.postgres.queue.PostgresJobQueue;
import dev.tercet.storage.postgres.rate.PostgresCallRates;
import dev.tercet.storage.postgres.recovery.PostgresCollectionStore;
import dev.tercet.storage.postgres.recovery.PostgresConversions;
import dev.tercet.storage.postgres.recovery.PostgresLedgerAudit;
import dev.tercet.storage.postgres.recovery.PostgresOrphans;
import dev.tercet.storage.postgres.recovery.PostgresRunStore;
import dev.tercet.storage.postgres.recovery.RunLocks;
import dev.tercet.storage.postgres.removal.Months;
import dev.tercet.storage.postgres.removal.PostgresRemovals;
import dev.tercet.storage.postgres.removal.PostgresRetentionStore;
import dev.tercet.storage.postgres.schedule.PostgresScheduleStore;
import dev.tercet.storage.postgres.search.PostgresExtractionReader;
import dev.tercet.storage.postgres.search.SearchFilling;
import dev.tercet.storage.postgres.session.LivenessSigns;
import dev.tercet.storage.postgres.session.PostgresClaimReaper;
import dev.tercet.storage.postgres.session.PostgresWorkerSessions;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** All ports whose truth lies in Postgres (18 or newer). */
public final class PostgresStores implements AutoCloseable {
  private static final Query OWNER = Query.of("SELECT owner FROM installation");
  private static final Query DEAD_LETTERS =
      Query.of(
          """
          SELECT count(*)
            FROM (SELECT FROM extraction WHERE status = 'failed' LIMIT 1000000) AS failed
          """);

  private final DataSource migrations;
  private final Database database;
  private final Commits commits;
  private final RunLocks locks;
  private final ProjectStore projects;
  private final ExtractionStore extractions;
  private final PassageStore passages;
  private final EntityStore entities;
  private final AnswerStore answers;
  private final BatchLedger batches;
  private final ClosingStore closings;
  private final Reads reads;
  private final WorkerSessions sessions;
  private final RecoveryLedger recovery;
  private final BulkStore bulk;
  private final ProviderStates providers;
  private final ScheduleStore schedules;
  private final BudgetStore budgets;
  private final PostgresJobQueue queue;
  private final CallRates callRates;

  /**
   * Connects to nothing yet.
   *
   * @param direct connections for the advisory locks of worker sessions and of recovery's runs, and
   *     for what the queues listen on
   */
  public PostgresStores(
      Pools pools, DirectConnections direct, MeterRegistry meters, StoreSettings settings) {
    this(pools, direct, meters, settings, System::nanoTime);
  }

  /**
   * The same, on a clock of the caller's.
   *
   * @param nanos never goes back, in nanoseconds
   */
  PostgresStores(
      Pools pools,
      DirectConnections direct,
      MeterRegistry meters,
      StoreSettings settings,
      LongSupplier nanos) {
    migrations = pools.reads();
    database = new Database(pools.work(), pools.sharing());
    Database limited = Database.ofReaders(pools.reads(), settings.readLimit());
    TransitionCounter counter = new TransitionCounter(meters);
    locks = new RunLocks(direct);
    commits = new Commits(database, counter, settings.limits());
    projects = new PostgresProjectStore(database, limited, commits);
    extractions = new PostgresExtractionStore(database, commits, settings.maxCrashes());
    var recorded = new PostgresPassageStore(database, commits);
    var linked = new PostgresEntityStore(database, commits);
    passages = recorded;
    entities = linked;
    answers = new PostgresAnswerStore(commits, settings.pricing());
    batches = BatchLedger.of(database, limited, commits, settings.pricing());
    closings = new PostgresClosingStore(commits);
    reads =
        new Reads(
            new PostgresExtractionReader(limited),
            recorded.reading(limited),
            linked.reading(limited),
            new PostgresDeadLetters(limited),
            new PostgresSpendReader(limited),
            new PostgresAnswerReader(limited),
            new PostgresCollectionStore(limited)::all);
    providers = new PostgresProviderStates(database);
    schedules = new PostgresScheduleStore(database, limited);
    budgets = new PostgresBudgetStore(database);
    queue = new PostgresJobQueue(database, commits, direct);
    callRates = new PostgresCallRates(commits);
    sessions = new PostgresWorkerSessions(database, direct, counter);
    bulk = new PostgresBulkStore(database, limited, counter);
    LivenessSigns livenessSigns = new LivenessSigns(nanos);
    Database watched = database.tellingLosses(livenessSigns::lost);
    recovery =
        new RecoveryLedger(
            new PostgresLedgerAudit(watched, livenessSigns),
            new PostgresClaimReaper(watched, livenessSigns, counter),
            new PostgresRemovals(database, counter),
            new PostgresOrphans(database),
            new PostgresConversions(database),
            new PostgresRunStore(database, locks),
            new PostgresCollectionStore(database),
            new PostgresRetentionStore(database, counter),
            new PostgresQueueSettings(database),
            new SearchFilling(database, meters));
  }

  /**
   * Brings the tables up to date; safe to call from several processes at once, and to call again
   * after a {@link dev.tercet.saga.port.StoreUnavailableException}.
   */
  public void migrate() {
    Schema.migrate(migrations);
    new Months(database).create();
  }

  /** The installation's id, drawn with the first migration: every point of ours carries it. */
  public UUID installation() {
    return database.read(connection -> OWNER.values().one(connection, row -> Rows.uuid(row, 1)));
  }

  /** What a failure to ask the server means, whose disk may be full. */
  public static StoreUnavailableException away(String reason, SQLException failure) {
    return PostgresFailure.away(reason, failure);
  }

  /**
   * Sets a connection as all others are set, for what is asked on it again and again whatever the
   * tables' size.
   */
  public static void settle(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Database.SETTINGS);
    }
  }

  /**
   * What there is to act on.
   *
   * @param connection a settled one
   * @param collection the one in use
   * @param lease after which a heartbeat is stale
   */
  public DueWork dueWork(Connection connection, String collection, Duration lease)
      throws SQLException {
    return DueWorkQuery.ask(connection, collection, lease, locks);
  }

  /** How many extractions have failed and wait for a person, counted up to a million. */
  public long deadLetters() {
    return database.read(
        connection -> DEAD_LETTERS.values().one(connection, row -> row.getLong(1)));
  }

  public ProjectStore projects() {
    return projects;
  }

  public ExtractionStore extractions() {
    return extractions;
  }

  public PassageStore passages() {
    return passages;
  }

  public EntityStore entities() {
    return entities;
  }

  public AnswerStore answers() {
    return answers;
  }

  public BatchLedger batches() {
    return batches;
  }

  public ClosingStore closings() {
    return closings;
  }

  /** What readers ask of the ledger. */
  public ExtractionReader extractionReader() {
    return reads.extractionReader();
  }

  /** The ports for what people ask. */
  public Reads reads() {
    return reads;
  }

  public WorkerSessions sessions() {
    return sessions;
  }

  /** Bulk runs. */
  public BulkStore bulk() {
    return bulk;
  }

  public ProviderStates providers() {
    return providers;
  }

  /** Recurring work. */
  public ScheduleStore schedules() {
    return schedules;
  }

  public BudgetStore budgets() {
    return budgets;
  }

  /** The queues, for an installation that keeps them here. */
  public JobQueue queue() {
    return queue;
  }

  /** The rates of providers, for an installation that keeps them here. */
  public CallRates callRates() {
    return callRates;
  }

  /** The ports of recovery. */
  public RecoveryLedger recovery() {
    return recovery;
  }

  /** Writes what is waiting and takes no more; the pool stays the caller's. */
  @Override
  public void close() {
    queue.close();
    commits.close();
    locks.close();
  }
}
