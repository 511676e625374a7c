package dev.tercet.storage.postgres.project;

import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.PreparedStatement;

/** The folding of differences into the sums that they belong to. */
final class FoldedSums {
  /** Differences that one transaction folds. */
  static final int AT_ONCE = 1_000;

  private FoldedSums() {}

  /**
   * Folds a batch; true when there may be more.
   *
   * @param sql takes the most that it may fold, and tells how many it did
   */
  static boolean batch(Database database, String sql) {
    return database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setInt(1, AT_ONCE);
        return Rows.list(statement, row -> row.getLong(1)).getFirst() == AT_ONCE;
      }
    });
  }
}
