package dev.tercet.storage.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Forgets idempotency keys that are older than their retention, batch by batch. */
final class ForgetKeys {
  /** So many that a batch is worth its trip, so few that it is over at once. */
  static final int AT_ONCE = 10_000;

  /** After a million, the rest is left to the next purge. */
  private static final int BATCHES = 100;

  static final String FORGET =
      """
      DELETE FROM idempotency_key k
       USING (SELECT project, key
                FROM idempotency_key
               WHERE created_at < statement_timestamp() - ? * interval '1 millisecond'
               LIMIT ?
                 FOR UPDATE SKIP LOCKED) AS old
       WHERE k.project = old.project
         AND k.key = old.key
      """;

  private final Database database;

  ForgetKeys(Database database) {
    this.database = database;
  }

  /** Returns how many were forgotten. */
  long olderThan(Duration age) {
    long forgotten = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      int now = database.repeatable(connection -> forget(connection, age));
      forgotten += now;
      if (now < AT_ONCE) {
        return forgotten;
      }
    }
    return forgotten;
  }

  private static int forget(Connection connection, Duration age) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      statement.setLong(1, age.toMillis());
      statement.setInt(2, AT_ONCE);
      return statement.executeUpdate();
    }
  }
}
