package dev.tercet.storage.postgres.lane;

import dev.tercet.storage.postgres.jdbc.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/** Says of a batch's questions what came of them; nothing is done twice. */
final class EndBatch {
  private static final Query END =
      Query.of(
          """
          UPDATE batch
             SET ended_at = statement_timestamp(), next_at = NULL, outcome = :outcome, answered = :answered
           WHERE id = :batch
             AND ended_at IS NULL
          """);

  /** Its text is needed no more; a document that has gone meanwhile has no such row. */
  private static final Query SETTLE =
      Query.of(
          """
          UPDATE batch_question q
             SET state = CASE WHEN c.id = ANY (:answered::uuid[]) THEN 'ended' ELSE 'over' END,
                 news = true, call = NULL, schema = '', passage = ''
            FROM batch_call c
           WHERE c.batch = :batch
             AND q.extraction = c.extraction
             AND q.fingerprint = c.fingerprint
             AND q.call = c.id
          """);

  /**
   * Other documents that wait with the same question find its answer. The pair of states is what
   * the index is of.
   */
  private static final Query SETTLE_OTHERS =
      Query.of(
          """
          UPDATE batch_question q
             SET state = 'ended', news = true, schema = '', passage = ''
            FROM batch_call c
           WHERE c.batch = :batch
             AND c.id = ANY (:answered::uuid[])
             AND q.project = c.project
             AND q.fingerprint = c.fingerprint
             AND q.state IN ('waiting', 'sent')
             AND q.state = 'waiting'
          """);

  private static final Query FORGET_CALLS = Query.of("DELETE FROM batch_call WHERE batch = :batch");

  private static final Query FORGET_OLD =
      Query.of(
          """
          DELETE FROM batch
           WHERE begun_at < statement_timestamp() - interval '30 days'
             AND ended_at IS NOT NULL
          """);

  private static final Query LEAVE_OUT =
      Query.of(
          """
          UPDATE batch_question q
             SET state = 'over', news = true, call = NULL, schema = '', passage = ''
            FROM batch_call c
           WHERE c.id = ANY (:calls::uuid[])
             AND c.batch = :batch
             AND q.extraction = c.extraction
             AND q.fingerprint = c.fingerprint
             AND q.call = c.id
          """);

  private static final Query FORGET_SOME =
      Query.of("DELETE FROM batch_call WHERE id = ANY (:calls::uuid[]) AND batch = :batch");

  private static final Query LESS =
      Query.of("UPDATE batch SET questions = questions - :left WHERE id = :batch");

  private EndBatch() {}

  static boolean end(Connection connection, UUID batch, String outcome, Collection<UUID> answered)
      throws SQLException {
    boolean ours =
        END.with("batch", batch)
                .with("outcome", outcome)
                .with("answered", answered.size())
                .update(connection)
            > 0;
    if (ours) {
      SETTLE.with("batch", batch).with("answered", answered).update(connection);
      SETTLE_OTHERS.with("batch", batch).with("answered", answered).update(connection);
      FORGET_CALLS.with("batch", batch).update(connection);
      FORGET_OLD.values().update(connection);
    }
    return ours;
  }

  static boolean leaveOut(Connection connection, UUID batch, Collection<UUID> calls)
      throws SQLException {
    LEAVE_OUT.with("batch", batch).with("calls", calls).update(connection);
    int left = FORGET_SOME.with("batch", batch).with("calls", calls).update(connection);
    return LESS.with("batch", batch).with("left", left).update(connection) > 0;
  }
}
