package dev.tercet.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.RunStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Pools;
import dev.tercet.storage.postgres.jdbc.Pools.Sharing;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.recovery.PostgresRunStore;
import dev.tercet.storage.postgres.recovery.RunLocks;
import dev.tercet.testkit.LedgerTables;
import dev.tercet.testkit.SamplePrices;
import dev.tercet.testkit.contract.Submissions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The stores over a database of the test class, emptied for every test. */
public final class LedgerUnderTest extends LedgerOfStores {
  /** As configured by default, with prices. */
  static final StoreSettings PRICED =
      new StoreSettings(
          StoreSettings.DEFAULT.maxCrashes(),
          StoreSettings.DEFAULT.readLimit(),
          StoreSettings.DEFAULT.limits(),
          SamplePrices.at(InstantSource.system()));

  private final HikariDataSource pool;
  private final HikariDataSource reads;
  private final DataSource work;
  private final PostgresStores stores;
  private final PostgresAddress address;
  private final Connection inspection;
  private final LosingConnections losing = new LosingConnections();
  private final AtomicLong skew = new AtomicLong();
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  public LedgerUnderTest(PostgresAddress address) {
    this(address, PRICED);
  }

  LedgerUnderTest(PostgresAddress address, StoreSettings settings) {
    this(address, settings, UnaryOperator.identity());
  }

  /** With connections that are not what they seem. */
  LedgerUnderTest(
      PostgresAddress address, StoreSettings settings, UnaryOperator<DataSource> disguise) {
    this(address, settings, disguise, true);
  }

  private LedgerUnderTest(
      PostgresAddress address,
      StoreSettings settings,
      UnaryOperator<DataSource> disguise,
      boolean empties) {
    this.address = address;
    pool = pool(address, 8);
    reads = pool(address, 2);
    work = losing.over(disguise.apply(pool));
    stores =
        new PostgresStores(
            new Pools(work, losing.over(disguise.apply(reads)), Sharing.NONE),
            this::direct,
            meters,
            settings,
            () -> System.nanoTime() + skew.get());
    inspection = open();
    if (empties) {
      execute(LedgerTables.EMPTY);
    }
  }

  /** As another process has the same ledger, with what stands in it. */
  public LedgerUnderTest ofAnotherProcess() {
    return new LedgerUnderTest(address, PRICED, UnaryOperator.identity(), false);
  }

  private static HikariDataSource pool(PostgresAddress address, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.username());
    config.setPassword(address.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(5_000);
    return new HikariDataSource(config);
  }

  private Connection open() {
    try {
      return direct();
    } catch (SQLException e) {
      throw new IllegalStateException("no connection to look at the tables", e);
    }
  }

  public Connection direct() throws SQLException {
    return DriverManager.getConnection(address.url(), address.username(), address.password());
  }

  /** A connection as the stores have them, disguised. */
  Connection work() throws SQLException {
    return work.getConnection();
  }

  /** One over such connections. */
  Database database() {
    return new Database(work);
  }

  HikariDataSource pool() {
    return pool;
  }

  @Override
  public PostgresStores stores() {
    return stores;
  }

  /** The queues that are kept here. */
  public JobQueue queue() {
    return stores.queue();
  }

  /** The rates that are kept here. */
  public CallRates callRates() {
    return stores.callRates();
  }

  public void execute(String sql) {
    rows(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return statement.execute();
      }
    });
  }

  public <T> T rows(Database.Act<T> act) {
    try {
      return act.on(inspection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of every row. */
  public List<String> column(String sql) {
    return rows(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return Rows.list(statement, row -> String.valueOf(row.getString(1)));
      }
    });
  }

  @Override
  public RunStore runs() {
    return new PostgresRunStore(new Database(pool), new RunLocks(this::direct));
  }

  @Override
  public void kill(UUID session) {
    column(
        """
        SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN worker_session w
          ON w.lock_key = (l.classid::bigint << 32) | l.objid::bigint
         WHERE l.locktype = 'advisory'
           AND w.id = '%s'
        """
            .formatted(session));
  }

  @Override
  public void forget(UUID session) {
    execute("DELETE FROM worker_session WHERE id = '%s'".formatted(session));
  }

  @Override
  public void shut(UUID session) {
    execute(
        "UPDATE worker_session SET closed_at = now(), close_reason = 'test' WHERE id = '%s'"
            .formatted(session));
  }

  /** A document is accepted. */
  public UUID accepted(UUID project, String source, String text) {
    UUID id = UUID.randomUUID();
    extractions().accept(Submissions.plain(id, project, source, text));
    return id;
  }

  /** A session is open that nobody beats for. */
  UUID opened(UUID session) {
    execute(
        """
        INSERT INTO worker_session
               (id, lock_key, lock_seen, host, pid, version, concurrency, lease, opened_at,
                heartbeat_at)
        VALUES ('%s', 0, false, 'test', 1, 'test', 8, interval '1 hour', now(), now())
        ON CONFLICT DO NOTHING
        """
            .formatted(session));
    return session;
  }

  @Override
  public void reconnected() {
    losing.loseNext();
    reaper().sessions(Duration.ZERO);
  }

  /** Moves every point in time that stands in a table, or in this process, into the past. */
  @Override
  public void age(Duration by) {
    skew.addAndGet(by.toNanos());
    execute(
        """
        DO $$
        DECLARE
          change text;
        BEGIN
          FOR change IN
            SELECT format('UPDATE %%I SET %%s', c.table_name, string_agg(
                     format('%%1$I = %%1$I - interval %%2$L', c.column_name, '%d milliseconds'), ', '))
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = 'public'
               AND c.data_type = 'timestamp with time zone'
               AND t.table_type = 'BASE TABLE'
               AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(t.table_name))
             GROUP BY c.table_name
          LOOP
            EXECUTE change;
          END LOOP;
        END $$
        """
            .formatted(by.toMillis()));
  }

  @Override
  public Set<UUID> removals() {
    return Set.copyOf(
        column("SELECT extraction FROM removal").stream().map(UUID::fromString).toList());
  }

  @Override
  public Instant now() {
    return rows(connection -> {
      try (PreparedStatement statement = connection.prepareStatement("SELECT clock_timestamp()")) {
        return Rows.list(statement, row -> Rows.instant(row, 1)).getFirst();
      }
    });
  }

  @Override
  public void letAMomentPass() {
    LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
  }

  @Override
  public void close() {
    stores.close();
    pool.close();
    reads.close();
    rows(connection -> {
      connection.close();
      return true;
    });
  }
}
