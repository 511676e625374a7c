package dev.tercet.cli.bench.count;

import dev.tercet.cli.service.StoreCounters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A session that goes on seeing what was there, so that nothing dead can be cleared away. */
public final class HeldSnapshot implements AutoCloseable {
  private static final String SEE = "SELECT pg_current_snapshot()";

  private static final String DEAD_ROWS =
      """
      SELECT coalesce(sum(n_dead_tup), 0)
        FROM pg_stat_user_tables
      """;

  private final Connection holding;
  private final Connection asking;

  private HeldSnapshot(Connection holding, Connection asking) {
    this.holding = holding;
    this.asking = asking;
  }

  /** Takes one, until it is closed. */
  public static HeldSnapshot take(StoreCounters.Postgres address) throws SQLException {
    Connection holding = StoreCounters.connect(address);
    holding.setAutoCommit(false);
    holding.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = holding.createStatement()) {
      statement.execute(SEE);
    }
    return new HeldSnapshot(holding, StoreCounters.connect(address));
  }

  /** Dead rows of all tables, as Postgres last told. */
  public long deadRows() throws SQLException {
    try (Statement statement = asking.createStatement();
        ResultSet row = statement.executeQuery(DEAD_ROWS)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    asking.close();
    holding.rollback();
    holding.close();
  }
}
