package dev.tercet.acceptance.proof.realstores;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tercet.acceptance.proof.world.ToldSessions;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.RunLock;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.storage.postgres.PostgresStores;
import dev.tercet.storage.postgres.StoreSettings;
import dev.tercet.storage.postgres.jdbc.Pools;
import dev.tercet.testkit.LedgerTables;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.fault.Replaced;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A database of the proof's own under the real adapters, one world after the other. The locks of a
 * process that died are freed on the connections that hold them, as the server frees them; the
 * connections themselves serve the next process.
 */
final class RealLedger implements AutoCloseable {
  private static final String DATABASE = "proof_" + UUID.randomUUID().toString().replace('-', '_');
  private static final String CREATE = "CREATE DATABASE " + DATABASE;
  private static final String DROP = "DROP DATABASE " + DATABASE + " WITH (FORCE)";

  /** No server dies here, so that a commit need not wait for its disk. */
  private static final String CONFIGURE =
      """
      ALTER DATABASE %1$s SET search_path = public, world, pg_catalog;
      ALTER DATABASE %1$s SET synchronous_commit = off
      """
          .formatted(DATABASE);

  private static final String UNLOCK = "SELECT pg_advisory_unlock_all()";

  private final PostgresAddress server;
  private final HikariDataSource pool;
  private final HikariDataSource reads;
  private final HikariDataSource direct;
  private final Connection inspection;
  private final LedgerRows rows;
  private final Map<UUID, Connection> holders = new HashMap<>();
  private final IdentityHashMap<RunStore, List<RunLock>> locks = new IdentityHashMap<>();
  private @Nullable Connection newest;
  final RealClock clock;
  final PostgresStores stores;

  RealLedger(PostgresAddress server) throws SQLException {
    this.server = server;
    execute(server.url(), CREATE);
    execute(server.url(), CONFIGURE);
    String url = server.url().replaceFirst("/[^/?]*(\\?.*)?$", "/" + DATABASE);
    inspection = DriverManager.getConnection(url, server.username(), server.password());
    RealClock.create(inspection);
    pool = pool(url);
    reads = pool(url);
    direct = pool(url);
    stores =
        new PostgresStores(
            new Pools(pool, reads, Pools.Sharing.NONE),
            this::open,
            new SimpleMeterRegistry(),
            StoreSettings.DEFAULT);
    stores.migrate();
    clock = new RealClock(inspection);
    rows = new LedgerRows(inspection);
  }

  private HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(server.username());
    config.setPassword(server.password());
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(5_000);
    return new HikariDataSource(config);
  }

  private void execute(String url, String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(url, server.username(), server.password())) {
      execute(connection, sql);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection open() throws SQLException {
    Connection connection = direct.getConnection();
    newest = connection;
    return connection;
  }

  /** Another world begins: nothing stands in any table, and nobody holds a lock. */
  void empty() throws SQLException {
    for (UUID session : List.copyOf(holders.keySet())) {
      kill(session);
    }
    List.copyOf(locks.keySet()).forEach(this::kill);
    execute(inspection, LedgerTables.EMPTY);
    clock.reset();
  }

  /** The queues that it keeps. */
  RealQueue queue() {
    return new RealRows(stores.queue(), inspection);
  }

  Snapshot.Ledger inspect() {
    try {
      return rows.read();
    } catch (SQLException e) {
      throw new IllegalStateException("the proof's database", e);
    }
  }

  /** Sessions whose connections are remembered. */
  WorkerSessions sessions() {
    return new ToldSessions(stores.sessions(), this::remember);
  }

  private void remember(UUID session) {
    if (newest != null) {
      holders.put(session, newest);
    }
  }

  void kill(UUID session) throws SQLException {
    try (Connection holder = holders.remove(session)) {
      if (holder != null && !holder.isClosed()) {
        execute(holder, UNLOCK);
      }
    }
  }

  /** The runs of another process of recovery, whose locks are remembered here. */
  RunStore runs() {
    List<RunLock> taken = new ArrayList<>();
    RunStore runs =
        Replaced.method(
            RunStore.class,
            stores.recovery().runs(),
            "tryLock",
            (real, arguments) -> {
              Optional<RunLock> lock = real.tryLock((UUID) arguments[0]);
              lock.ifPresent(taken::add);
              return lock;
            });
    locks.put(runs, taken);
    return runs;
  }

  void kill(RunStore runs) {
    List<RunLock> taken = locks.remove(runs);
    if (taken != null) {
      taken.forEach(RunLock::close);
    }
  }

  @Override
  public void close() throws SQLException {
    stores.close();
    pool.close();
    reads.close();
    direct.close();
    inspection.close();
    execute(server.url(), DROP);
  }

  /** Something that is done by hand. */
  interface Act {
    void act() throws SQLException;
  }

  /** Does it; that the database fails is no case of the proof. */
  static void sql(Act act) {
    try {
      act.act();
    } catch (SQLException e) {
      throw new IllegalStateException("the proof's database", e);
    }
  }
}
