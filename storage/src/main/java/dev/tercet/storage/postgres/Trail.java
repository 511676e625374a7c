package dev.tercet.storage.postgres;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the audit trail how claims ended: an epoch is handed out once, so the row that left
 * {@code processing} in that epoch and session tells what became of the attempt for ever, whatever
 * happened since.
 */
final class Trail {
  /** How a claim ended. */
  record End(Status status, String reason) {}

  private static final String ENDS =
      """
      SELECT a.extraction, a.to_status, a.reason
        FROM unnest(?::uuid[], ?::bigint[], ?::uuid[]) AS i(id, epoch, session)
        JOIN audit a ON a.extraction = i.id
       WHERE a.epoch = i.epoch
         AND a.worker = i.session
         AND a.from_status = 'processing'
      """;

  private Trail() {}

  /** The ends of those of these claims that have ended, by extraction. */
  static Map<UUID, End> ends(Connection connection, List<Claim> claims) throws SQLException {
    return ends(connection, claims, new Key<>(Claim::extraction, Claim::epoch, Claim::session));
  }

  /** What names a claim in an item of a batch. */
  record Key<I>(
      Function<I, @Nullable UUID> extraction,
      ToLongFunction<I> epoch,
      Function<I, @Nullable UUID> session) {}

  /** The ends of those of these that have ended, by extraction. */
  static <I> Map<UUID, End> ends(Connection connection, List<I> batch, Key<I> key)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENDS)) {
      Columns.of(statement, batch).uuids(key.extraction()).longs(key.epoch()).uuids(key.session());
      return Rows.byId(
          statement, row -> new End(Status.ofLabel(Rows.text(row, 2)), Rows.text(row, 3)));
    }
  }
}
