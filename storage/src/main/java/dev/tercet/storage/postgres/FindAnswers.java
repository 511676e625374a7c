package dev.tercet.storage.postgres;

import dev.tercet.saga.Answer;
import dev.tercet.saga.Fingerprint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Looks for answers of living projects; a read that is shared like a write. */
final class FindAnswers implements Operation<FindAnswers.Wanted, Optional<Answer>> {
  /** An answer that would save a call. */
  record Wanted(UUID project, Fingerprint fingerprint) {}

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
  public List<Optional<Answer>> write(Connection connection, List<Wanted> batch, Moves moves)
      throws SQLException {
    Map<Wanted, Answer> found = find(connection, batch);
    return batch.stream().map(it -> Optional.ofNullable(found.get(it))).toList();
  }

  static Map<Wanted, Answer> find(Connection connection, List<Wanted> wanted) throws SQLException {
    Map<Wanted, Answer> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      Columns.of(statement, wanted).uuids(Wanted::project).fingerprints(Wanted::fingerprint);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Answer answer = answer(row);
          found.put(new Wanted(Rows.uuid(row, 1), answer.fingerprint()), answer);
        }
      }
    }
    return found;
  }

  /** The answer in a row of project, fingerprint and facts. */
  static Answer answer(ResultSet row) throws SQLException {
    return new Answer(Fingerprint.of(Rows.bytes(row, 2)), Rows.text(row, 3));
  }
}
