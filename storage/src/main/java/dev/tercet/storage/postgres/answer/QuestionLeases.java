package dev.tercet.storage.postgres.answer;

import dev.tercet.saga.ModelCall;
import dev.tercet.storage.postgres.answer.UnseenEnds.Unseen;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Single flight over processes: one of them asks a question of a project (docs/protocol.md §4). */
public final class QuestionLeases {
  /**
   * Takes each question that nobody asks; one whose holder is over is taken over, and the row's
   * lock decides between two who want that. A session that is not seen closed counts as alive: it
   * may be younger than what this statement sees.
   */
  private static final String TAKE =
      """
      INSERT INTO question_lease AS l (project, fingerprint, token, session, deadline, extraction)
      SELECT i.project, i.fingerprint, i.token, i.session,
             statement_timestamp() + i.longest * interval '1 millisecond', i.extraction
        FROM unnest(?::uuid[], ?::bytea[], ?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[])
             AS i(project, fingerprint, token, session, longest, extraction)
       ORDER BY i.project, i.fingerprint
      ON CONFLICT (project, fingerprint) DO UPDATE
         SET token = excluded.token, session = excluded.session, deadline = excluded.deadline,
             extraction = excluded.extraction
       WHERE l.token = excluded.token
          OR l.session = excluded.session
          OR l.deadline <= statement_timestamp()
          OR EXISTS (SELECT FROM worker_session w WHERE w.id = l.session AND w.closed_at IS NOT NULL)
      RETURNING l.token, nullif(old.token, l.token), old.extraction
      """;

  /** Those whose deadline has passed, before which whoever asked frees it. */
  public static final String OVER =
      """
      DELETE FROM question_lease l
       USING (SELECT project, fingerprint
                FROM question_lease
               WHERE deadline <= statement_timestamp()
               ORDER BY deadline
               LIMIT ?
                 FOR UPDATE SKIP LOCKED) AS over
       WHERE l.project = over.project
         AND l.fingerprint = over.fingerprint
      RETURNING l.token, l.extraction
      """;

  /** In the order in which they are taken, so that nobody waits for each other. */
  private static final String FREE =
      """
      WITH held AS MATERIALIZED (
        SELECT l.project, l.fingerprint
          FROM question_lease l
          JOIN unnest(?::uuid[], ?::bytea[], ?::uuid[]) AS i(project, fingerprint, token)
            ON i.project = l.project AND i.fingerprint = l.fingerprint AND i.token = l.token
         ORDER BY l.project, l.fingerprint
           FOR UPDATE OF l
      )
      DELETE FROM question_lease l
       USING held
       WHERE l.project = held.project
         AND l.fingerprint = held.fingerprint
      """;

  private QuestionLeases() {}

  /**
   * Takes what can be taken, and closes the calls that had those questions before.
   *
   * @param wanted of living projects, each question once
   * @return the calls whose question is theirs now
   */
  static Set<UUID> take(Connection connection, List<StartCall.Wanted> wanted) throws SQLException {
    Set<UUID> taken = new HashSet<>();
    List<Unseen> former = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      Columns.of(statement, wanted)
          .uuids(it -> it.call().project())
          .fingerprints(it -> it.call().fingerprint())
          .uuids(it -> it.call().id())
          .uuids(it -> it.asker().session())
          .longs(it -> it.asker().longest().toMillis())
          .uuids(it -> it.call().extraction());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          taken.add(Rows.uuid(row, 1));
          note(former, Rows.uuidOrNull(row, 3), Rows.uuidOrNull(row, 2));
        }
      }
    }
    UnseenEnds.close(connection, former);
    return taken;
  }

  private static void note(List<Unseen> calls, @Nullable UUID extraction, @Nullable UUID call) {
    if (extraction != null && call != null) {
      calls.add(new Unseen(extraction, call));
    }
  }

  /** Ends a batch of those that nobody freed in time, and closes their calls; tells how many. */
  public static int end(Connection connection, int limit) throws SQLException {
    int ended = 0;
    List<Unseen> calls = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(OVER)) {
      statement.setInt(1, limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ended++;
          note(calls, Rows.uuidOrNull(row, 2), Rows.uuidOrNull(row, 1));
        }
      }
    }
    UnseenEnds.close(connection, calls);
    return ended;
  }

  /** Frees the questions of these calls, as far as they are still theirs. */
  static void free(Connection connection, Collection<ModelCall> calls) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FREE)) {
      Columns.of(statement, List.copyOf(calls))
          .uuids(ModelCall::project)
          .fingerprints(ModelCall::fingerprint)
          .uuids(ModelCall::id);
      statement.executeUpdate();
    }
  }
}
