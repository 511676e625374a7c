package dev.tercet.storage.postgres.answer;

import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks for answers of living projects, and notes who uses them from now on. The lock on the
 * extraction keeps its removal out until the commit, so that no use comes after it; the one on the
 * answer keeps it there, or says that it is gone.
 */
public final class FindAnswers implements BatchOperation<FindAnswers.Asked, Optional<SavedAnswer>> {
  /** An answer that would save a call. */
  public record Wanted(UUID project, Fingerprint fingerprint) {}

  /** Who wants it. */
  record Asked(UUID extraction, Wanted wanted, Use use) {}

  /**
   * What nothing refers to runs last: the count, which is true of any, has the extractions locked
   * before the answers.
   */
  public static final String NOTE =
      """
      WITH input AS MATERIALIZED (
        SELECT i.extraction, i.project, i.fingerprint
          FROM unnest(?::uuid[], ?::uuid[], ?::bytea[], ?::boolean[])
               AS i(extraction, project, fingerprint, awaited)
         WHERE i.awaited
            OR EXISTS (SELECT FROM answer a
                        WHERE a.project = i.project
                          AND a.fingerprint = i.fingerprint)
      ), asking AS MATERIALIZED (
        SELECT e.id
          FROM extraction e
         WHERE e.id = ANY (ARRAY (SELECT i.extraction FROM input i))
           AND e.status::text <> 'deleting'
         ORDER BY e.id
           FOR KEY SHARE
      ), noted AS (
        INSERT INTO answer_use (extraction, project, fingerprint)
        SELECT i.extraction, i.project, i.fingerprint
          FROM input i
          JOIN asking k ON k.id = i.extraction
         ORDER BY i.extraction, i.fingerprint
        ON CONFLICT (extraction, fingerprint) DO NOTHING
      )
      SELECT a.project, a.fingerprint, a.facts
        FROM (SELECT DISTINCT i.project, i.fingerprint FROM input i) AS i
        JOIN answer a ON a.project = i.project AND a.fingerprint = i.fingerprint
        JOIN project p ON p.id = a.project AND p.deleted_at IS NULL
       WHERE (SELECT count(*) FROM asking) >= 0
       ORDER BY a.project, a.fingerprint
         FOR KEY SHARE OF a
      """;

  private static final String FIND =
      """
      SELECT a.project, a.fingerprint, a.facts
        FROM unnest(?::uuid[], ?::bytea[]) AS i(project, fingerprint)
        JOIN answer a ON a.project = i.project AND a.fingerprint = i.fingerprint
        JOIN project p ON p.id = a.project AND p.deleted_at IS NULL
      """;

  @Override
  public String name() {
    return "find-answers";
  }

  @Override
  public List<Optional<SavedAnswer>> write(
      Connection connection, List<Asked> batch, StatusChanges changes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
      Columns.of(statement, batch)
          .uuids(Asked::extraction)
          .uuids(it -> it.wanted().project())
          .fingerprints(it -> it.wanted().fingerprint())
          .booleans(it -> it.use() == Use.AWAITED);
      Map<Wanted, SavedAnswer> found = answers(statement);
      return batch.stream().map(it -> Optional.ofNullable(found.get(it.wanted()))).toList();
    }
  }

  /** Those of them that are there, for callers whose uses are noted. */
  public static Map<Wanted, SavedAnswer> find(Connection connection, List<Wanted> wanted)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      Columns.of(statement, wanted).uuids(Wanted::project).fingerprints(Wanted::fingerprint);
      return answers(statement);
    }
  }

  private static Map<Wanted, SavedAnswer> answers(PreparedStatement statement) throws SQLException {
    Map<Wanted, SavedAnswer> found = new HashMap<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        SavedAnswer answer = answer(row);
        found.put(new Wanted(Rows.uuid(row, 1), answer.fingerprint()), answer);
      }
    }
    return found;
  }

  /** The answer in a row of project, fingerprint and facts. */
  static SavedAnswer answer(ResultSet row) throws SQLException {
    return new SavedAnswer(fingerprint(row), Rows.text(row, 3));
  }

  /** The fingerprint in a row that begins with project and fingerprint. */
  static Fingerprint fingerprint(ResultSet row) throws SQLException {
    return Fingerprint.of(Rows.bytes(row, 2));
  }
}
