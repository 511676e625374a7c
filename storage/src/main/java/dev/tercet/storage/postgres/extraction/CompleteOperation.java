package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.storage.postgres.extraction.SourceLocks.Sourced;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.AuditTrail;
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

  /** Zero rows, but done in my epoch and session: it was me, and I had not heard of it. */
  @Override
  public List<Completion> write(Connection connection, List<Claim> batch, StatusChanges changes)
      throws SQLException {
    Map<UUID, Completion> completions = new HashMap<>();
    for (List<Sourced> round : SourceLocks.rounds(connection, batch)) {
      complete(connection, round, completions, changes);
    }
    completions.putAll(silent(connection, batch, completions));
    return batch.stream()
        .map(it -> completions.getOrDefault(it.extraction(), Completion.LOST))
        .toList();
  }

  /**
   * How those of the batch have ended of whom nothing is known yet, as far as it was in a claim.
   */
  public static Map<UUID, Completion> silent(
      Connection connection, List<Claim> batch, Map<UUID, Completion> known) throws SQLException {
    List<Claim> silent = batch.stream().filter(it -> !known.containsKey(it.extraction())).toList();
    Map<UUID, Completion> completions = new HashMap<>();
    if (!silent.isEmpty()) {
      AuditTrail.ends(connection, silent)
          .forEach((extraction, end) -> completions.put(extraction, completion(end)));
    }
    return completions;
  }

  private static Completion completion(AuditEvent end) {
    if (end == AuditEvent.OVERTAKEN) {
      return Completion.SUPERSEDED;
    }
    return end == AuditEvent.COMPLETED ? Completion.DONE : Completion.LOST;
  }

  private static void complete(
      Connection connection,
      List<Sourced> round,
      Map<UUID, Completion> completions,
      StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
      Guards.bind(statement, round, Sourced::claim).longs(Sourced::source);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          UUID extraction = Rows.uuid(row, 1);
          changed(extraction, Rows.text(row, 2), Rows.text(row, 3), completions, changes);
        }
      }
    }
  }

  /** Notes one change of status that a statement with {@link CompletionSql#ENDING} returned. */
  public static void changed(
      UUID extraction,
      String was,
      String status,
      Map<UUID, Completion> completions,
      StatusChanges changes) {
    Status from = Status.ofLabel(was);
    Status to = Status.ofLabel(status);
    changes.add(from, to);
    if (from == Status.PROCESSING) {
      completions.put(extraction, to == Status.DONE ? Completion.DONE : Completion.SUPERSEDED);
    }
  }
}
