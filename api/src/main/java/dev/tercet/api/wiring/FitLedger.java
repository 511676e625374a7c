package dev.tercet.api.wiring;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Whether a Postgres is one that the ledger can live in; otherwise why not, in words. */
final class FitLedger {
  private static final int OLDEST = 18;
  private static final int CHECK_SECONDS = 2;

  private static final String ABOUT =
      """
      SELECT current_setting('server_version_num')::integer / 10000,
             current_setting('server_encoding'),
             current_setting('transaction_read_only') = 'on',
             pg_is_in_recovery()
      """;

  private static final String BACKEND = "SELECT pg_backend_pid()";

  private FitLedger() {}

  /** What no waiting mends: its version or its encoding. */
  static Optional<String> unfit(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ABOUT)) {
      statement.setQueryTimeout(CHECK_SECONDS);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        int version = row.getInt(1);
        String encoding = row.getString(2);
        if (version < OLDEST) {
          return Optional.of("it is Postgres " + version + "; Tercet needs 18 or newer");
        }
        return "UTF8".equals(encoding)
            ? Optional.empty()
            : Optional.of(
                "its database has the encoding "
                    + encoding
                    + "; Tercet needs one that was created with ENCODING 'UTF8'");
      }
    }
  }

  /** Why it takes no writes at the moment. */
  static Optional<String> readOnly(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ABOUT)) {
      statement.setQueryTimeout(CHECK_SECONDS);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getBoolean(4)) {
          return Optional.of("it is a standby, which takes no writes");
        }
        return row.getBoolean(3)
            ? Optional.of("it is read-only (default_transaction_read_only), which takes no writes")
            : Optional.empty();
      }
    }
  }

  /**
   * Whether two connections share one backend, or one has another backend from one transaction to
   * the next: then somebody between us and the server gives out its connections by transaction.
   */
  static boolean arePooledByTransaction(Connection one, Connection other) throws SQLException {
    int before = backend(one);
    other.setAutoCommit(false);
    try {
      return backend(other) == before || backend(one) != before;
    } finally {
      other.rollback();
      other.setAutoCommit(true);
    }
  }

  private static int backend(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BACKEND)) {
      statement.setQueryTimeout(CHECK_SECONDS);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
