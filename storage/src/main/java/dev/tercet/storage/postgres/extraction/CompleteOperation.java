package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Claim;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.storage.postgres.extraction.SourceLocks.Sourced;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.Guards;
import dev.tercet.storage.postgres.operation.SqlPieces;
import dev.tercet.storage.postgres.operation.StatusChanges;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Ends attempts as done (docs/protocol.md §4, "Complete"). */
public final class CompleteOperation implements BatchOperation<Claim, Completion> {
  /** A fresh snapshot, behind the locks. */
  public static final String COMPLETE =
      StatusSql.of(
          SqlPieces.in(
              """
              WITH input AS (
                SELECT i.*, NULL::integer AS passages
                  FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[])
                       AS i(id, epoch, session, source)
              ), {ending}
              SELECT id, was, status FROM changes
              """,
              Map.of("ending", CompletionSql.ENDING)));

  @Override
  public String name() {
    return "complete";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public Object key(Claim item) {
    return item.extraction();
  }

  @Override
  public List<Completion> write(Connection connection, List<Claim> batch, StatusChanges changes)
      throws SQLException {
    var completions = new Completions();
    for (List<Sourced> round : SourceLocks.rounds(connection, batch)) {
      complete(connection, round, completions, changes);
    }
    completions.readFormerEnds(connection, batch);
    return batch.stream().map(completions::of).toList();
  }

  private static void complete(
      Connection connection, List<Sourced> round, Completions completions, StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
      Guards.bind(statement, round, Sourced::claim).longs(Sourced::source);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          completions.changed(Rows.uuid(row, 1), Rows.text(row, 2), Rows.text(row, 3), changes);
        }
      }
    }
  }
}
