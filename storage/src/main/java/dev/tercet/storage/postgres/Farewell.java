package dev.tercet.storage.postgres;

import java.util.List;

/**
 * The statements with which the rows of a deletion go, in order: whatever names another row goes
 * before it. The audit trail stays. Each takes an array of ids.
 */
final class Farewell {
  /**
   * Rows of finished removals: for those being deleted everything, for the others only the removal
   * row.
   */
  static final List<String> OF_DELETED =
      List.of(
          // Waits for whoever fills the index from it; what he wrote goes with the next statement.
          """
          DELETE FROM search_due d
           USING extraction e
           WHERE d.extraction = ANY (?::uuid[])
             AND e.id = d.extraction
             AND e.status = 'deleting'
          """,
          """
          DELETE FROM search_piece p
           USING extraction e
           WHERE p.extraction = ANY (?::uuid[])
             AND e.id = p.extraction
             AND e.status = 'deleting'
          """,
          """
          DELETE FROM mention m
           USING extraction e
           WHERE m.extraction = ANY (?::uuid[])
             AND e.id = m.extraction
             AND e.status = 'deleting'
          """,
          // An answer that a passage of another document rests on stays; age removes it later.
          """
          DELETE FROM answer a
           USING model_call c
            JOIN extraction e ON e.id = c.extraction AND e.status = 'deleting'
           WHERE c.extraction = ANY (?::uuid[])
             AND a.project = c.project
             AND a.fingerprint = c.fingerprint
             AND NOT EXISTS (
               SELECT FROM passage mine
                 JOIN passage other ON other.content_hash = mine.content_hash AND other.extraction <> mine.extraction
                 JOIN extraction o ON o.id = other.extraction AND o.project = c.project AND o.status <> 'deleting'
                WHERE mine.extraction = c.extraction
                  AND mine.ordinal = c.ordinal)
          """,
          """
          DELETE FROM passage p
           USING extraction e
           WHERE p.extraction = ANY (?::uuid[])
             AND e.id = p.extraction
             AND e.status = 'deleting'
          """,
          """
          DELETE FROM model_call c
           USING extraction e
           WHERE c.extraction = ANY (?::uuid[])
             AND e.id = c.extraction
             AND e.status = 'deleting'
          """,
          """
          DELETE FROM document d
           USING extraction e
           WHERE e.id = ANY (?::uuid[])
             AND e.status = 'deleting'
             AND d.project = e.project
             AND d.extraction = e.id
          """,
          """
          DELETE FROM removal
           WHERE extraction = ANY (?::uuid[])
          """,
          """
          DELETE FROM extraction
           WHERE id = ANY (?::uuid[])
             AND status = 'deleting'
          """);

  /** Projects with a tombstone that have no extraction left. */
  static final String EMPTY_BURIED =
      """
      SELECT p.id
        FROM project p
       WHERE p.deleted_at IS NOT NULL
         AND NOT EXISTS (SELECT FROM document d WHERE d.project = p.id)
       LIMIT 10
      """;

  /** What is left of such a project. */
  static final List<String> OF_BURIED =
      List.of(
          "DELETE FROM entity WHERE project = ANY (?::uuid[])",
          "DELETE FROM answer WHERE project = ANY (?::uuid[])",
          "DELETE FROM idempotency_key WHERE project = ANY (?::uuid[])",
          "DELETE FROM source WHERE project = ANY (?::uuid[])",
          "DELETE FROM status_count WHERE project = ANY (?::uuid[])",
          "DELETE FROM status_difference WHERE project = ANY (?::uuid[])",
          "DELETE FROM project WHERE id = ANY (?::uuid[])");

  private Farewell() {}
}
