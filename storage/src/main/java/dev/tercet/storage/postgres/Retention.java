package dev.tercet.storage.postgres;

import dev.tercet.saga.RecoveryStore.Purged;
import dev.tercet.saga.Status;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One bounded batch of retention, in a transaction for each kind: none waits for another's locks,
 * and one that fails takes nothing back. Extractions go the way of every deletion: status first,
 * rows last.
 */
final class Retention {
  private static final String EXTRACTIONS =
      """
      WITH old AS (
        SELECT id
          FROM extraction
         WHERE status = ANY (?::extraction_status[])
           AND since < statement_timestamp() - ? * interval '1 millisecond'
         ORDER BY id
         LIMIT ?
           FOR UPDATE SKIP LOCKED
      ), before AS (
        SELECT e.id, e.status FROM extraction e JOIN old ON old.id = e.id
      ), purged AS (
        UPDATE extraction e
           SET status = 'deleting',
               since = clock_timestamp()
          FROM before b
         WHERE e.id = b.id
        RETURNING e.id, e.project, e.epoch, e.since, b.status AS was
      ), noted AS (
        INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, reason)
        SELECT id, project, since, epoch, was, 'deleting', 'older than its retention'
          FROM purged
         ORDER BY id
      ), outbox AS (
        INSERT INTO removal (extraction, project, reason)
        SELECT id, project, 'deleting'
          FROM purged
         ORDER BY id
            ON CONFLICT (extraction) DO UPDATE
           SET reason = 'deleting',
               due_at = clock_timestamp(),
               first_confirmed_at = NULL
      )
      SELECT was FROM purged
      """;

  static final String AUDIT =
      """
      WITH old AS (
        SELECT extraction, seq
          FROM audit a
         WHERE at < statement_timestamp() - ? * interval '1 millisecond'
           AND NOT EXISTS (SELECT FROM extraction e WHERE e.id = a.extraction)
         LIMIT ?
      ), gone AS (
        DELETE FROM audit a
         USING old
         WHERE a.extraction = old.extraction
           AND a.seq = old.seq
        RETURNING 1
      )
      SELECT count(*) FROM gone
      """;

  /**
   * An answer is kept as long as the finished documents are, since posting one of them again may
   * need it.
   */
  private static final String ANSWERS =
      """
      WITH old AS (
        SELECT project, fingerprint
          FROM answer
         WHERE created_at < statement_timestamp() - ? * interval '1 millisecond'
         LIMIT ?
      ), gone AS (
        DELETE FROM answer a
         USING old
         WHERE a.project = old.project
           AND a.fingerprint = old.fingerprint
        RETURNING 1
      )
      SELECT count(*) FROM gone
      """;

  private final Database database;
  private final TransitionCounter counter;

  Retention(Database database, TransitionCounter counter) {
    this.database = database;
    this.counter = counter;
  }

  Purged purge(
      @Nullable Duration done, @Nullable Duration failed, @Nullable Duration audit, int limit) {
    return new Purged(
        extractions("{done,superseded}", done, limit),
        extractions("{failed,cancelled}", failed, limit),
        rows(AUDIT, audit, limit),
        rows(ANSWERS, done, limit));
  }

  private long extractions(String statuses, @Nullable Duration age, int limit) {
    if (age == null) {
      return 0;
    }
    Moves moves = new Moves();
    database.repeatable(connection -> {
      moves.clear();
      try (PreparedStatement statement = connection.prepareStatement(EXTRACTIONS)) {
        statement.setString(1, statuses);
        statement.setLong(2, age.toMillis());
        statement.setInt(3, limit);
        Rows.list(statement, row -> Status.ofLabel(Rows.text(row, 1)))
            .forEach(was -> moves.add(was, Status.DELETING));
      }
      return moves.size();
    });
    counter.count(moves);
    return moves.size();
  }

  private long rows(String sql, @Nullable Duration age, int limit) {
    if (age == null) {
      return 0;
    }
    return database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setLong(1, age.toMillis());
        statement.setInt(2, limit);
        return count(statement);
      }
    });
  }

  private static long count(PreparedStatement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }
}
