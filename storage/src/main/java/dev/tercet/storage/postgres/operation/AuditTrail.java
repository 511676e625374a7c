package dev.tercet.storage.postgres.operation;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
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
public final class AuditTrail {
  private static final String ENDS =
      """
      SELECT a.extraction, a.event
        FROM unnest(?::uuid[], ?::bigint[], ?::uuid[]) AS i(id, epoch, session)
        JOIN audit a ON a.extraction = i.id
       WHERE a.epoch = i.epoch
         AND a.worker = i.session
         AND a.from_status = 'processing'
         AND a.event IS NOT NULL
      """;

  private AuditTrail() {}

  /**
   * What ended those of these claims that have ended, by extraction. Whom a process of the former
   * release has ended is missing.
   */
  public static Map<UUID, AuditEvent> ends(Connection connection, List<Claim> claims)
      throws SQLException {
    return ends(connection, claims, new Key<>(Claim::extraction, Claim::epoch, Claim::session));
  }

  /** What names a claim in an item of a batch. */
  public record Key<I>(
      Function<I, @Nullable UUID> extraction,
      ToLongFunction<I> epoch,
      Function<I, @Nullable UUID> session) {}

  /** The same of those of these. */
  public static <I> Map<UUID, AuditEvent> ends(Connection connection, List<I> batch, Key<I> key)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENDS)) {
      Columns.of(statement, batch).uuids(key.extraction()).longs(key.epoch()).uuids(key.session());
      return Rows.byId(statement, row -> AuditEvent.ofLabel(Rows.text(row, 2)));
    }
  }
}
