package dev.tercet.storage.postgres.answer;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The end of uses of answers: an answer goes with its last one (docs/protocol.md §4). The caller
 * has locked the extractions, so that none of them begins another use.
 */
public final class AnswerUses {
  /**
   * In order: of two removals that end the last two uses the second waits here, and then sees that
   * the first one's are gone. Whoever notes a use does not wait.
   */
  public static final String HOLD =
      """
      SELECT a.fingerprint
        FROM (SELECT DISTINCT project, fingerprint
                FROM answer_use
               WHERE extraction = ANY (?::uuid[])) AS mine
        JOIN answer a ON a.project = mine.project AND a.fingerprint = mine.fingerprint
       ORDER BY a.project, a.fingerprint
         FOR NO KEY UPDATE OF a
      """;

  /** Waits for whoever is about to note a use; the next statement sees it. */
  public static final String LOCK =
      """
      WITH going AS (SELECT ?::uuid[] AS ids)
      SELECT a.fingerprint
        FROM going g
       CROSS JOIN LATERAL (SELECT DISTINCT u.project, u.fingerprint
                             FROM answer_use u
                            WHERE u.extraction = ANY (g.ids)) AS mine
        JOIN answer a ON a.project = mine.project AND a.fingerprint = mine.fingerprint
       WHERE NOT EXISTS (
         SELECT FROM answer_use o
          WHERE o.project = mine.project
            AND o.fingerprint = mine.fingerprint
            AND o.extraction <> ALL (g.ids))
       ORDER BY a.project, a.fingerprint
         FOR UPDATE OF a
      """;

  /** Some of those that are locked, and no others: a use that went meanwhile was held, too. */
  public static final String DROP =
      """
      WITH going AS (SELECT ?::uuid[] AS ids)
      DELETE FROM answer a
       USING going g
       CROSS JOIN LATERAL (SELECT DISTINCT u.project, u.fingerprint
                             FROM answer_use u
                            WHERE u.extraction = ANY (g.ids)) AS mine
       WHERE a.project = mine.project
         AND a.fingerprint = mine.fingerprint
         AND NOT EXISTS (
           SELECT FROM answer_use o
            WHERE o.project = mine.project
              AND o.fingerprint = mine.fingerprint
              AND o.extraction <> ALL (g.ids))
      """;

  private static final String FORGET =
      """
      DELETE FROM answer_use
       WHERE extraction = ANY (?::uuid[])
      """;

  private AnswerUses() {}

  /** Ends every use that these extractions make of answers. */
  public static void end(Connection connection, Collection<UUID> extractions) throws SQLException {
    Array ids = connection.createArrayOf("uuid", extractions.toArray());
    for (String statement : List.of(HOLD, LOCK, DROP, FORGET)) {
      try (PreparedStatement act = connection.prepareStatement(statement)) {
        act.setArray(1, ids);
        act.execute();
      }
    }
  }
}
