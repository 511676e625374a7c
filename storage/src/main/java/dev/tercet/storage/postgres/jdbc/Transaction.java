package dev.tercet.storage.postgres.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** One transaction on a connection; knows whether its commit has been sent. */
public final class Transaction {
  private final Connection connection;
  private boolean committing;

  public Transaction(Connection connection) {
    this.connection = connection;
  }

  public <T> T run(Database.Act<T> act) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = act.on(connection);
      committing = true;
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      if (!committing) {
        rollBack(e);
      }
      throw e;
    }
  }

  /** True once the outcome of a failure can no longer be told. */
  public boolean isCommitting() {
    return committing;
  }

  private void rollBack(Exception failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
