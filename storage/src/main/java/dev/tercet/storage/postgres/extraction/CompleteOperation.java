package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Claim;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.FailedPassage.LeftOut;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.postgres.extraction.SourceLocks.Sourced;
import dev.tercet.storage.postgres.jdbc.Columns;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ends attempts as done (docs/protocol.md §4, "Complete"). */
public final class CompleteOperation implements BatchOperation<CompleteOperation.End, Completion> {
  /** An attempt, and what its document is done without. */
  record End(Claim claim, LeftOut leftOut) {}

  /** A fresh snapshot, behind the locks. Of what is done the failed passages are kept. */
  public static final String COMPLETE =
      StatusSql.of(
          SqlPieces.in(
              """
              WITH input AS (
                SELECT i.id, i.epoch, i.session, i.source, nullif(i.passages, 0) AS passages,
                       nullif(i.embedded, 0) AS embedded, NULL::text[] AS made_with
                  FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[], ?::integer[], ?::integer[])
                       AS i(id, epoch, session, source, passages, embedded)
              ), {ending}, failed AS (
                INSERT INTO failed_passage
                       (extraction, ordinal, start_at, end_at, code, message, text)
                SELECT f.extraction, f.ordinal, f.start_at, f.end_at, f.code, f.message, f.text
                  FROM unnest(?::uuid[], ?::integer[], ?::integer[], ?::integer[], ?::text[],
                              ?::text[], ?::text[])
                       AS f(extraction, ordinal, start_at, end_at, code, message, text)
                 WHERE f.extraction = ANY (ARRAY (SELECT id FROM ended WHERE status = 'done'))
              )
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
  public Object key(End item) {
    return item.claim().extraction();
  }

  @Override
  public long bytes(End item) {
    return item.leftOut().failed().stream().mapToLong(it -> 200 + 2L * it.text().length()).sum();
  }

  @Override
  public List<Completion> write(Connection connection, List<End> batch, StatusChanges changes)
      throws SQLException {
    Map<UUID, LeftOut> leftOut = new HashMap<>();
    batch.forEach(it -> leftOut.put(it.claim().extraction(), it.leftOut()));
    List<Claim> claims = batch.stream().map(End::claim).toList();
    var completions = new Completions();
    for (List<Sourced> round : SourceLocks.rounds(connection, claims)) {
      complete(connection, round, leftOut, completions, changes);
    }
    completions.readFormerEnds(connection, claims);
    return claims.stream().map(completions::of).toList();
  }

  /** A passage, and whose it is. */
  private record Failed(UUID extraction, FailedPassage passage) {}

  private static void complete(
      Connection connection,
      List<Sourced> round,
      Map<UUID, LeftOut> leftOut,
      Completions completions,
      StatusChanges changes)
      throws SQLException {
    List<Failed> failed =
        round.stream()
            .map(it -> it.claim().extraction())
            .flatMap(id -> of(leftOut, id).failed().stream().map(it -> new Failed(id, it)))
            .toList();
    try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
      bind(
          Guards.bind(statement, round, Sourced::claim)
              .longs(Sourced::source)
              .integers(it -> of(leftOut, it.claim().extraction()).passages().total())
              .integers(it -> of(leftOut, it.claim().extraction()).passages().embedded())
              .then(failed));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          completions.changed(Rows.uuid(row, 1), Rows.text(row, 2), Rows.text(row, 3), changes);
        }
      }
    }
  }

  private static LeftOut of(Map<UUID, LeftOut> leftOut, UUID extraction) {
    return leftOut.getOrDefault(extraction, LeftOut.NOTHING);
  }

  private static void bind(Columns<Failed> failed) throws SQLException {
    failed
        .uuids(Failed::extraction)
        .integers(it -> it.passage().ordinal())
        .integers(it -> it.passage().start())
        .integers(it -> it.passage().end())
        .texts(it -> it.passage().code())
        .texts(it -> it.passage().message())
        .texts(it -> StorableText.required(it.passage().text()));
  }
}
