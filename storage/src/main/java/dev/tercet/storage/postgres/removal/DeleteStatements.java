package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.storage.postgres.answer.AnswerUses;
import dev.tercet.storage.postgres.content.MentionDeletion;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The end of removals: the extractions are locked first, and what is decided under the lock is a
 * list of ids that every statement after it works on (docs/protocol.md §6). The audit trail stays.
 */
public final class DeleteStatements {
  /**
   * Of one transaction, but for a single extraction that has more; what is left over comes next.
   */
  public static final int PASSAGES_AT_ONCE = 10_000;

  /** Whoever deletes one of them meanwhile has begun its removal anew when this returns. */
  private static final Query LOCK =
      Query.of(
          """
          SELECT id, passages
            FROM extraction
           WHERE id = ANY (:ids::uuid[])
           ORDER BY id
             FOR UPDATE
          """);

  /** A removal that began anew since it was read is another one. */
  private static final String TAKE =
      """
      DELETE FROM removal r
       USING unnest(?::uuid[], ?::text[], ?::text[]) AS seen(extraction, reason, confirmed_at)
       WHERE r.extraction = seen.extraction
         AND r.reason::text = seen.reason
         AND r.first_confirmed_at IS NOT DISTINCT FROM seen.confirmed_at::timestamptz
      RETURNING r.extraction
      """;

  private static final Query DELETING =
      Query.of(
          """
          SELECT id
            FROM extraction
           WHERE id = ANY (:ids::uuid[])
             AND status::text = 'deleting'
           ORDER BY id
          """);

  private static final Query RECEIPT =
      Query.of(
          """
          INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, event, reason)
          SELECT id, project, clock_timestamp(), epoch, 'deleting', 'deleting', 'removed', :reason
            FROM extraction
           WHERE id = ANY (:ids::uuid[])
           ORDER BY id
          """);

  /** In order: whatever names another row goes before it. Each takes the list of ids. */
  private static final List<Query> ROWS =
      Stream.of(
              // Waits for whoever fills the index from it; what he wrote goes with the next
              // statement.
              """
              DELETE FROM search_due
               WHERE extraction = ANY (:ids::uuid[])
              """,
              """
              DELETE FROM search_piece
               WHERE extraction = ANY (:ids::uuid[])
              """,
              """
              DELETE FROM passage
               WHERE extraction = ANY (:ids::uuid[])
              """,
              """
              DELETE FROM model_call
               WHERE extraction = ANY (:ids::uuid[])
              """,
              """
              DELETE FROM document d
               USING extraction e
               WHERE e.id = ANY (:ids::uuid[])
                 AND d.project = e.project
                 AND d.extraction = e.id
              """,
              """
              DELETE FROM extraction
               WHERE id = ANY (:ids::uuid[])
              """)
          .map(Query::of)
          .toList();

  private DeleteStatements() {}

  /**
   * Ends the first of these removals, as many as one transaction may drop the rows of, unless they
   * do not stand any more as they were read; returns how many it has looked at.
   */
  static int to(Connection connection, Collection<Removal> read, boolean everywhere)
      throws SQLException {
    List<Removal> first = bounded(read, lock(connection, read));
    Set<UUID> taken = new HashSet<>(take(connection, first));
    List<UUID> gone = deleting(connection, taken);
    if (!gone.isEmpty()) {
      if (everywhere) {
        receipt(connection, gone);
      }
      AnswerUses.end(connection, gone);
      MentionDeletion.forget(connection, gone);
      for (Query delete : ROWS) {
        delete.with("ids", gone).update(connection);
      }
    }
    return first.size();
  }

  /** How many passages each of them has that is there. */
  private static Map<UUID, Integer> lock(Connection connection, Collection<Removal> read)
      throws SQLException {
    List<UUID> all = read.stream().map(Removal::extraction).sorted().toList();
    return LOCK
        .with("ids", all)
        .list(connection, row -> Map.entry(Rows.uuid(row, 1), row.getInt(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<Removal> bounded(Collection<Removal> read, Map<UUID, Integer> passages) {
    List<Removal> first = new ArrayList<>();
    long sum = 0;
    for (Removal removal : read) {
      sum += passages.getOrDefault(removal.extraction(), 0);
      if (!first.isEmpty() && sum > PASSAGES_AT_ONCE) {
        return first;
      }
      first.add(removal);
    }
    return first;
  }

  /** Written with the rows still there, in the transaction after which they are gone. */
  private static void receipt(Connection connection, List<UUID> gone) throws SQLException {
    RECEIPT.with("reason", RemovalStore.RECEIPT).with("ids", gone).update(connection);
  }

  private static List<UUID> take(Connection connection, List<Removal> read) throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      Columns.of(take, read)
          .uuids(Removal::extraction)
          .texts(it -> it.reason().name().toLowerCase(Locale.ROOT))
          .instants(Removal::confirmedAt);
      return Rows.list(take, row -> Rows.uuid(row, 1));
    }
  }

  private static List<UUID> deleting(Connection connection, Set<UUID> taken) throws SQLException {
    return DELETING.with("ids", taken).list(connection, row -> Rows.uuid(row, 1));
  }
}
