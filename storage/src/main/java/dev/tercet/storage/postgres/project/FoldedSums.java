package dev.tercet.storage.postgres.project;

import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;

/** The folding of differences into the sums that they belong to. */
final class FoldedSums {
  /** Differences that one transaction folds. */
  static final int AT_ONCE = 1_000;

  private FoldedSums() {}

  /**
   * Folds a batch; true when there may be more.
   *
   * @param fold takes the {@code limit} of what it may fold, and tells how many it did
   */
  static boolean batch(Database database, Query fold) {
    long folded =
        database.repeatable(
            connection -> fold.with("limit", AT_ONCE).one(connection, row -> row.getLong(1)));
    return folded == AT_ONCE;
  }
}
