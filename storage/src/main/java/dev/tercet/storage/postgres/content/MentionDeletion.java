package dev.tercet.storage.postgres.content;

import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The end of mentions, and of the entities that nothing mentions any more. */
public final class MentionDeletion {
  private static final String FORGET =
      """
      DELETE FROM mention
       WHERE extraction = ANY (?::uuid[])
      RETURNING entity
      """;

  /**
   * Whoever links one of them holds it until its mention has committed, and is not waited for: what
   * is passed over is mentioned, or found later.
   */
  private static final String LOCK =
      """
      SELECT id
        FROM entity
       WHERE id = ANY (?::uuid[])
       ORDER BY id
         FOR UPDATE SKIP LOCKED
      """;

  private static final String DROP =
      """
      DELETE FROM entity n
       WHERE n.id = ANY (?::uuid[])
         AND NOT EXISTS (SELECT FROM mention m WHERE m.entity = n.id)
      """;

  private MentionDeletion() {}

  /** Drops what these extractions mention; returns how many mentions there were. */
  public static int forget(Connection connection, Collection<UUID> extractions)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      statement.setArray(1, connection.createArrayOf("uuid", extractions.toArray()));
      List<UUID> entities = Rows.list(statement, row -> Rows.uuid(row, 1));
      dropUnmentioned(connection, entities);
      return entities.size();
    }
  }

  /** Drops those of the entities that nothing mentions; returns how many. */
  public static int dropUnmentioned(Connection connection, Collection<UUID> entities)
      throws SQLException {
    if (entities.isEmpty()) {
      return 0;
    }
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement drop = connection.prepareStatement(DROP)) {
      lock.setArray(1, connection.createArrayOf("uuid", entities.stream().distinct().toArray()));
      List<UUID> locked = Rows.list(lock, row -> Rows.uuid(row, 1));
      drop.setArray(1, connection.createArrayOf("uuid", locked.toArray()));
      return drop.executeUpdate();
    }
  }
}
