package dev.tercet.storage.postgres.jdbc;

import dev.tercet.saga.port.QueryTooSlowException;
import dev.tercet.storage.batch.FlushFault;
import dev.tercet.storage.postgres.jdbc.Pools.Sharing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections and transactions, and what a failure inside them says about what was written. */
public final class Database {
  /**
   * The statements below are written for index look-ups by key, whatever the tables' size. A plan
   * is made once per connection, perhaps while the tables are still empty, and must stay right when
   * they have grown; hence no sequential scans and no joins that read whole tables. For the same
   * reason the guards compare {@code status::text}, and ask for a group of statuses {@code IS
   * TRUE}: an index by status, empty when the plan was made, would look cheaper than the primary
   * key. Waits are bounded (S7); nothing of ours rests within a transaction, so one that does has
   * lost its connection, and holds locks that others wait for. The server asks whether we are still
   * there, so that a host that died gives its locks back within a minute and not after the two
   * hours of the system.
   */
  public static final String SETTINGS =
      """
      SET SESSION plan_cache_mode = force_generic_plan;
      SET SESSION enable_seqscan = off;
      SET SESSION enable_hashjoin = off;
      SET SESSION enable_mergejoin = off;
      SET SESSION jit = off;
      SET SESSION timezone = 'UTC';
      SET SESSION lock_timeout = '5s';
      SET SESSION statement_timeout = '30s';
      SET SESSION idle_in_transaction_session_timeout = '10s';
      SET SESSION tcp_keepalives_idle = 30;
      SET SESSION tcp_keepalives_interval = 10;
      SET SESSION tcp_keepalives_count = 3
      """;

  /**
   * The same for one transaction, where the session is somebody else's in the next: so that they go
   * out with its BEGIN. Whether the peer still lives is the pooler's to ask.
   */
  private static final String LOCAL =
      """
      SET LOCAL plan_cache_mode = force_generic_plan;
      SET LOCAL enable_seqscan = off;
      SET LOCAL enable_hashjoin = off;
      SET LOCAL enable_mergejoin = off;
      SET LOCAL jit = off;
      SET LOCAL timezone = 'UTC';
      SET LOCAL lock_timeout = '5s';
      SET LOCAL statement_timeout = '30s';
      SET LOCAL idle_in_transaction_session_timeout = '10s'
      """;

  /** Beyond the settings above: what people ask changes nothing, and has a limit of its own. */
  private static final String READING =
      """
      SELECT set_config('default_transaction_read_only', 'on', false),
             set_config('statement_timeout', ?, false)
      """;

  private static final String HALFWAY = "SELECT set_config('statement_timeout', ?, true)";

  private final DataSource source;
  private final Sharing sharing;
  private final @Nullable Duration limit;
  private final Map<Connection, Boolean> configured;
  private final Runnable onLoss;
  private final Repositories repositories;

  public Database(DataSource source) {
    this(source, Sharing.NONE);
  }

  public Database(DataSource source, Sharing sharing) {
    this(source, sharing, null, Collections.synchronizedMap(new WeakHashMap<>()), () -> {});
  }

  private Database(
      DataSource source,
      Sharing sharing,
      @Nullable Duration limit,
      Map<Connection, Boolean> configured,
      Runnable onLoss) {
    this.source = source;
    this.sharing = sharing;
    this.limit = limit;
    this.configured = configured;
    this.onLoss = onLoss;
    repositories = new Repositories(this, source);
  }

  /**
   * A database for what people ask.
   *
   * @param limit after which a statement ends as {@link QueryTooSlowException}
   */
  public static Database ofReaders(DataSource source, Duration limit) {
    return new Database(
        source, Sharing.NONE, limit, Collections.synchronizedMap(new WeakHashMap<>()), () -> {});
  }

  /** The same database, which tells whenever one of its calls did not reach the server. */
  public Database tellingLosses(Runnable listener) {
    return new Database(source, sharing, limit, configured, listener);
  }

  /** Something done with a connection. */
  @FunctionalInterface
  public interface Act<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Runs one statement that is a transaction of its own; one round trip, where the session is ours.
   */
  public <T> T once(Act<T> act) {
    if (sharing == Sharing.BY_TRANSACTION) {
      return transaction(act);
    }
    try (Connection connection = connect()) {
      try {
        return act.on(connection);
      } catch (SQLException e) {
        throw failure(e, FlushFault.UNKNOWN);
      }
    } catch (SQLException e) {
      throw failure(e, FlushFault.NOTHING_DONE);
    }
  }

  /** Runs several statements as one transaction; only a failure of the commit itself is unknown. */
  public <T> T transaction(Act<T> act) {
    try (Connection connection = connect()) {
      Transaction transaction = new Transaction(connection);
      try {
        T result = transaction.run(configured(act));
        connection.setAutoCommit(true);
        return result;
      } catch (SQLException e) {
        throw failure(e, transaction.isCommitting() ? FlushFault.UNKNOWN : FlushFault.NOTHING_DONE);
      }
    } catch (SQLException e) {
      throw failure(e, FlushFault.NOTHING_DONE);
    }
  }

  /**
   * Reads, once more if the pool gave out a connection whose server has gone. What took too long or
   * found no connection would only take as long again.
   */
  public <T> T read(Act<T> act) {
    return asked(() -> once(act));
  }

  /** Reads within half of the limit: whoever has another way when this one takes too long. */
  public <T> T readHalfway(Act<T> act) {
    Duration whole = limit;
    if (whole == null) {
      return read(act);
    }
    return asked(() ->
        transaction(connection -> {
          set(connection, HALFWAY, whole.dividedBy(2));
          return act.on(connection);
        }));
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (PostgresFailure first) {
      if (first.isLoss() && !first.isWantOfConnections()) {
        return explained(question);
      }
      throw told(first);
    }
  }

  /** Writes what may be written twice, once more after a failure that says so. */
  public <T> T repeatable(Act<T> act) {
    try {
      return transaction(act);
    } catch (PostgresFailure first) {
      return explained(() -> transaction(act));
    }
  }

  /** Writes once; the failure of an unknown outcome is the caller's to look into. */
  public <T> T write(Act<T> act) {
    return explained(() -> transaction(act));
  }

  /**
   * A repository, each call of which is one statement: what asks is a {@link #read}, what writes is
   * {@link #repeatable}.
   */
  public <R> R repository(Class<R> type) {
    return repositories.of(type);
  }

  private <T> Act<T> configured(Act<T> act) {
    return switch (sharing) {
      case NONE -> act;
      case BY_TRANSACTION ->
          connection -> {
            try (Statement statement = connection.createStatement()) {
              statement.execute(LOCAL);
            }
            return act.on(connection);
          };
    };
  }

  private RuntimeException failure(SQLException e, FlushFault lost) {
    RuntimeException failure = PostgresFailure.of(e, lost);
    if (failure instanceof PostgresFailure told && told.isLoss()) {
      onLoss.run();
    }
    return failure;
  }

  private <T> T explained(Supplier<T> act) {
    try {
      return act.get();
    } catch (PostgresFailure failure) {
      throw told(failure);
    }
  }

  private RuntimeException told(PostgresFailure failure) {
    return limit != null && failure.isCanceled()
        ? new QueryTooSlowException(limit, failure)
        : failure.explained();
  }

  private static void set(Connection connection, String sql, Duration limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, Long.toString(limit.toMillis()));
      statement.execute();
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = source.getConnection();
    if (sharing == Sharing.BY_TRANSACTION) {
      return connection;
    }
    try {
      Connection physical = connection.unwrap(Connection.class);
      if (!configured.containsKey(physical)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(SETTINGS);
        }
        if (limit != null) {
          set(connection, READING, limit);
        }
        configured.put(physical, true);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
